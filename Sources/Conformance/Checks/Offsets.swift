import BlackBox
import HTTPMessage
import Specification

// §8 Offsets: their order, how long they last and the sentinel for the beginning. See also Offsets+Form.swift and
// Offsets+Now.swift.

extension Check {
    static let offsets: [Check] =
        offsetOrder + offsetLifetime + offsetForm + offsetBeginning + offsetNow + offsetNowLive + offsetNowClosed
        + offsetNowSSE

    // MARK: Order

    private static let offsetOrder: [Check] = [
        // Comparing any two offsets of a stream byte by byte tells which position comes first.
        Check(.offsetSortable) { probe in
            let stream = try await probe.createStream()
            var offsets = [try await stream.tail()]
            for number in 0..<12 {
                offsets.append(try await stream.write(Payload(repeating: 0x61, count: number + 1)).requireNextOffset())
            }
            for (earlier, first) in offsets.enumerated() {
                for second in offsets[(earlier + 1)...] {
                    probe.expect(first < second, "\(first) before \(second)", observed: "the other order")
                }
            }
        },

        Check(.offsetSortable, "created-read-and-asked-for") { probe in
            let stream = try await probe.createStream("one")
            let created = try await stream.tail()
            let appended = try await stream.write("two").requireNextOffset()
            let read = try await stream.contents().last.requireNextOffset()
            try await stream.write("three")
            let asked = try await stream.tail()
            probe.expectAscending([created, appended])
            probe.expectAscending([created, read, asked])
            probe.expectAscending([appended, asked])
        },

        Check(.offsetSortable, "offsets-within-a-large-stream") { probe in
            let data = Payload(pseudoRandomBytes: largeStreamBytes, seed: probe.seed)
            let stream = try await probe.createLargeStream(data)
            var offsets = try await stream.contents().pieces.compactMap(\.nextOffset)
            if offsets.count > 1, offsets[offsets.count - 1] == offsets[offsets.count - 2] { offsets.removeLast() }
            probe.expectAscending(offsets + [try await stream.write("more").requireNextOffset()])
        },

        // No two positions of a stream share an offset.
        Check(.offsetUnique) { probe in
            let stream = try await probe.createStream()
            var offsets = [try await stream.tail()]
            for _ in 0..<20 { offsets.append(try await stream.write("the same").requireNextOffset()) }
            probe.expectDistinct(offsets)
        },

        Check(.offsetUnique, "json", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream()
            var offsets = [try await stream.tail()]
            for _ in 0..<10 { offsets.append(try await stream.write("[1,1,1]").requireNextOffset()) }
            probe.expectDistinct(offsets)
        },

        Check(.offsetUnique, "past-64-kib") { probe in
            // Appends of the size of what 16 bits count, and behind it.
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            var offsets = [try await stream.tail()]
            for _ in 0..<5 {
                offsets.append(try await stream.write(Payload(repeating: 0x2E, count: 32_768)).requireNextOffset())
            }
            probe.expectDistinct(offsets)
        },

        Check(.offsetUnique, "many-writers-at-once") { probe in
            let stream = try await probe.createStream()
            let offsets = try await probe.concurrently(30) { _ in
                try await stream.write("the same").requireNextOffset()
            }
            probe.expectDistinct(offsets)
        },

        // Each append that adds data is given an offset greater than every offset given before.
        Check(.offsetStrictlyIncreasing) { probe in
            let stream = try await probe.createStream("initial")
            var offsets = [try await stream.tail()]
            for number in 0..<10 { offsets.append(try await stream.write("append \(number)").requireNextOffset()) }
            probe.expectAscending(offsets)
        },

        Check(.offsetStrictlyIncreasing, "hundred-and-twenty-single-bytes") { probe in
            // A count without leading zeros goes back from 9 to 10 and from 99 to 100.
            let stream = try await probe.createStream()
            var offsets = [try await stream.tail()]
            for _ in 0..<120 { offsets.append(try await stream.write("x").requireNextOffset()) }
            probe.expectAscending(offsets)
        },

        Check(.offsetStrictlyIncreasing, "across-powers-of-ten") { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            var offsets = [try await stream.tail()]
            var size = 0
            for boundary in [9, 10, 11, 99, 100, 101, 999, 1000, 9999, 10_000, 99_999, 100_000] {
                let growth = Payload(repeating: 0x2E, count: boundary - size)
                offsets.append(try await stream.write(growth).requireNextOffset())
                size = boundary
            }
            probe.expectAscending(offsets)
        },

        Check(.offsetStrictlyIncreasing, "across-powers-of-two") { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            var offsets = [try await stream.tail()]
            var size = 0
            for boundary in [15, 16, 17, 255, 256, 257, 4095, 4096, 65_535, 65_536, 65_537] {
                let growth = Payload(repeating: 0x2E, count: boundary - size)
                offsets.append(try await stream.write(growth).requireNextOffset())
                size = boundary
            }
            probe.expectAscending(offsets)
        },

        Check(.offsetStrictlyIncreasing, "small-after-large") { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            var offsets = [try await stream.tail()]
            for count in [70_000, 1, 1000, 1] {
                offsets.append(try await stream.write(Payload(repeating: 0x2E, count: count)).requireNextOffset())
            }
            probe.expectAscending(offsets)
        },

        Check(.offsetStrictlyIncreasing, "json-batches", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream("[0]")
            var offsets = [try await stream.tail()]
            for batch in ["1", "[2,3,4]", #"{"five":5}"#, "[[6]]", "[7,8]", "null"] {
                offsets.append(try await stream.write(Payload(batch)).requireNextOffset())
            }
            probe.expectAscending(offsets)
        },

        // Offsets neither repeat nor go back when many appends arrive in a short time or at once, as offsets made from
        // a clock would.
        Check(.offsetIncreasingUnderBursts) { probe in
            let stream = try await probe.createStream()
            let offsets = try await probe.concurrently(40) { writer in
                try await stream.write("\(writer);").requireNextOffset()
            }
            probe.expectDistinct(offsets)
            // The offsets say in which order the appends came to stand in the stream.
            let order = offsets.enumerated().sorted { $0.element < $1.element }.map { "\($0.offset);" }
            try await stream.contents().expect(Payload(order.joined()))
        },

        Check(.offsetIncreasingUnderBursts, "one-writer-after-the-other") { probe in
            let stream = try await probe.createStream()
            var offsets: [Offset] = []
            for number in 0..<50 {
                let reply = try await stream.append("\(number % 10)", freshConnection: number % 10 == 0)
                offsets.append(try reply.requireSuccess("an append").requireNextOffset())
            }
            probe.expectAscending(offsets)
        },

        Check(.offsetIncreasingUnderBursts, "several-bursts") { probe in
            let stream = try await probe.createStream()
            var greatest = try await stream.tail()
            for _ in 0..<4 {
                let burst = try await probe.concurrently(10) { _ in try await stream.write("x").requireNextOffset() }
                probe.expect(
                    burst.allSatisfy { $0 > greatest }, "offsets greater than \(greatest)",
                    observed: "\(burst.map(\.token))")
                probe.expectDistinct(burst)
                greatest = burst.max() ?? greatest
            }
        },

        // An answer never sends its reader back: a read from beyond the tail is refused, or its next offset is no
        // smaller than the requested one.
        Check(.offsetNextOffsetNeverBehindRequest) { probe in
            let stream = try await probe.createStream()
            for number in 0..<10 {
                let offset = try await stream.write("append \(number)").requireNextOffset()
                let reply = try await stream.read(from: .at(offset)).expectPermittedStatus()
                if reply.isSuccess { reply.expectNotBehind(offset) }
            }
            try await stream.read(from: .beginning).requireBeginning("append 0")
        },

        Check(.offsetNextOffsetNeverBehindRequest, "beyond-the-tail") { probe in
            let short = try await probe.createStream("ab")
            let long = try await probe.createStream("ab")
            let beyond = try await long.write("cdefghijklmnop").requireNextOffset()
            try probe.require(try await short.tail() < beyond, "the offsets of two streams cannot be compared")
            let reply = try await short.read(from: .at(beyond)).expectPermittedStatus()
            if reply.isSuccess { reply.expectNotBehind(beyond) }
        },
    ]

    // MARK: Lifetime

    private static let offsetLifetime: [Check] = [
        // An offset stays valid as long as the stream: a read from an old offset returns everything behind it, however
        // much was appended since.
        Check(.offsetPersistent) { probe in
            let stream = try await probe.createStream("old ")
            let offset = try await stream.tail()
            for number in 0..<50 { try await stream.write("\(number);") }
            try await stream.read(from: .at(offset)).expectPermittedStatus()
            try await stream.contents(from: .at(offset)).expect(Payload((0..<50).map { "\($0);" }.joined()))
        },

        Check(.offsetPersistent, "past-much-data") { probe in
            let data = Payload(pseudoRandomBytes: 300_000, seed: probe.seed)
            let stream = try await probe.createStream(contentType: "application/octet-stream", "old ")
            let offset = try await stream.tail()
            for start in stride(from: 0, to: 300_000, by: 60_000) {
                try await stream.write(Payload(Array(data.bytes[start..<start + 60_000])))
            }
            try await stream.contents(from: .at(offset)).expect(data)
        },

        Check(.offsetPersistent, "of-the-empty-stream") { probe in
            let stream = try await probe.createStream()
            let offset = try await stream.tail()
            for number in 0..<10 { try await stream.write("\(number)") }
            try await stream.read(from: .at(offset)).expectPermittedStatus()
            try await stream.contents(from: .at(offset)).expect("0123456789")
        },

        Check(.offsetPersistent, "after-closure", needs: [.closure]) { probe in
            let stream = try await probe.createStream("old ")
            let offset = try await stream.tail()
            try await stream.writeClosed("and final")
            try await stream.read(from: .at(offset)).expectPermittedStatus()
            try await stream.contents(from: .at(offset)).expect("and final")
        },

        Check(.offsetPersistent, "used-many-times") { probe in
            let stream = try await probe.createStream("old ")
            let offset = try await stream.tail()
            try await stream.write("new")
            for number in 0..<10 {
                let reply = try await stream.read(from: .at(offset), freshConnection: number % 2 == 0)
                reply.expectPermittedStatus().expectStart(of: "new")
            }
        },

        Check(.offsetPersistent, "json", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream("[1,2]")
            let offset = try await stream.tail()
            for number in 3...20 { try await stream.write("\(number)") }
            try await stream.read(from: .at(offset)).expectPermittedStatus()
            let numbers = (3...20).map(String.init)
            try await stream.contents(from: .at(offset)).expectMessages(numbers)
        },
    ]

    // MARK: The beginning

    private static let offsetBeginning: [Check] = [
        // The offset `-1` means the beginning of the stream: a read from it returns the stream from its first byte.
        Check(.offsetBeginningSentinel) { probe in
            let stream = try await probe.createStream("from the ")
            try await stream.write("first byte")
            try await stream.read(from: .beginning).expectPermittedStatus().expectStart(of: "from the first byte")
        },

        Check(.offsetBeginningSentinel, "empty-stream") { probe in
            let stream = try await probe.createStream()
            try await stream.read(from: .beginning).expectPermittedStatus().expectBody("")
            try await stream.requireTakesAppends()
        },

        Check(.offsetBeginningSentinel, "past-64-kib") { probe in
            let data = Payload(pseudoRandomBytes: 150_000, seed: probe.seed)
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            try await stream.write(Payload(Array(data.bytes[..<75_000])))
            try await stream.write(Payload(Array(data.bytes[75_000...])))
            try await stream.read(from: .beginning).expectPermittedStatus().expectStart(of: data)
        },

        Check(.offsetBeginningSentinel, "closed-stream", needs: [.closure]) { probe in
            let stream = try await probe.createStream("all there will be", closed: true)
            try await stream.read(from: .beginning).expectPermittedStatus().expectStart(of: "all there will be")
        },

        Check(.offsetBeginningSentinel, "long-poll", needs: [.longPoll]) { probe in
            let stream = try await probe.createStream("from the first byte")
            try await stream.longPoll(from: .beginning).expectPermittedStatus().expectStart(of: "from the first byte")
        },

        // A read from `-1` returns the same as a read without an offset.
        Check(.offsetBeginningEqualsOmitted) { probe in
            let stream = try await probe.createStream("one ")
            try await stream.write("two ")
            try await stream.write("three")
            let omitted = try await stream.read().expectPermittedStatus()
            let explicit = try await stream.read(from: .beginning).expectPermittedStatus()
            explicit.expectBody(Payload(omitted.body))
            if let next = omitted[.streamNextOffset] { explicit.expect(.streamNextOffset, equals: next) }
            try explicit.requireStart(of: "one two three")
        },

        Check(.offsetBeginningEqualsOmitted, "empty-stream") { probe in
            let stream = try await probe.createStream()
            let omitted = try await stream.read().expectPermittedStatus()
            let explicit = try await stream.read(from: .beginning).expectPermittedStatus()
            explicit.expectBody(Payload(omitted.body))
            if let next = omitted[.streamNextOffset] { explicit.expect(.streamNextOffset, equals: next) }
            try await stream.requireTakesAppends()
        },

        Check(.offsetBeginningEqualsOmitted, "json", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream("[1,2]")
            try await stream.write("[3]")
            let omitted = try await stream.read().expectPermittedStatus()
            let explicit = try await stream.read(from: .beginning).expectPermittedStatus()
            explicit.expectBody(Payload(omitted.body))
            try explicit.requireMessages("1", "2", "3")
        },
    ]
}

extension Probe {
    /// Expects each offset to be greater than the one before it.
    fileprivate func expectAscending(_ offsets: [Offset]) {
        expect(
            zip(offsets, offsets.dropFirst()).allSatisfy { $0 < $1 }, "offsets that ascend byte by byte",
            observed: "\(offsets.map(\.token))")
    }

    /// Expects no two offsets to be the same.
    fileprivate func expectDistinct(_ offsets: [Offset]) {
        expect(
            Set(offsets).count == offsets.count, "\(offsets.count) different offsets",
            observed: "\(offsets.map(\.token).sorted())")
    }
}

extension Reply {
    fileprivate func expectNotBehind(_ offset: Offset) {
        guard let next = nextOffset else { return }
        expect(next >= offset, "a next offset no smaller than \(offset)", observed: next.token)
    }
}
