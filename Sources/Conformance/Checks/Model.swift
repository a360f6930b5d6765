import HTTPMessage
import Specification

// §4 Stream Model

extension Check {
    static let model: [Check] = [
        // What was acknowledged stays, until the stream is deleted or expires, whatever happens to other streams.
        Check(.modelBytesPersist, "read-again-and-again") { probe in
            let stream = try await probe.createStream("one ")
            try await stream.write("two")
            for _ in 0..<5 { try await stream.contents().expect("one two") }
        },

        Check(.modelBytesPersist, "some-time-later", waits: .seconds(1.2)) { probe in
            let stream = try await probe.createStream("one ")
            try await stream.write("two")
            try await probe.pause(.seconds(1.2))
            let read = try await stream.read()
            guard read.expectSuccess().isSuccess else { return }
            read.expectStart(of: "one two")
            try await stream.contents().expect("one two")
        },

        Check(.modelBytesPersist, "other-connections") { probe in
            let stream = try await probe.createStream("one ")
            try await stream.append("two", freshConnection: true).requireSuccess("an append")
            let read = try await stream.read(freshConnection: true).requireSuccess("a read")
            read.expect(
                !read.body.isEmpty && "one two".utf8.starts(with: read.body), "a read that begins 'one two'",
                observed: Payload(read.body).shown)
            try await stream.contents().expect("one two")
        },

        Check(.modelBytesPersist, "another-stream-deleted") { probe in
            // Names that begin alike, so that a server which deletes by prefix is found out.
            let deleted = try await probe.createStream("deleted")
            let longer = deleted.neighbour("-and-longer")
            try await longer.put("longer").requireSuccess("creating a stream")
            try await deleted.delete().requireSuccess("deleting a stream")
            let read = try await longer.read().expectSuccess()
            guard try read.isSuccess(holding: "longer") else { return }
            try await longer.contents().expect("longer")
        },

        Check(.modelBytesPersist, "streams-apart") { probe in
            let one = try await probe.createStream()
            let other = try await probe.createStream()
            for number in 0..<5 {
                try await one.write("one\(number) ")
                try await other.write("other\(number) ")
            }
            try await one.contents().expect("one0 one1 one2 one3 one4 ")
            try await other.contents().expect("other0 other1 other2 other3 other4 ")
        },

        // The bytes at an offset never change: a later read from it begins with what an earlier one returned.
        Check(.modelImmutableByPosition) { probe in
            let stream = try await probe.createStream("zero ")
            var offsets = [try await stream.tail()]
            var rest: [String] = []
            for number in 1...10 {
                let word = "word\(number) "
                offsets.append(try await stream.write(Payload(word)).requireNextOffset())
                rest = rest.map { $0 + word } + [word]
            }
            for (offset, expected) in zip(offsets, rest) {
                try await stream.contents(from: .at(offset)).expect(Payload(expected))
            }
        },

        Check(.modelImmutableByPosition, "while-others-append") { probe in
            let stream = try await probe.createStream("the beginning ")
            let before = Array("the beginning ".utf8)
            try await stream.contents().require("the beginning ")
            let reads = try await probe.concurrently(20) { number in
                if number.isMultiple(of: 2) {
                    try await stream.write("word ")
                    return before
                }
                return try await stream.contents().bytes
            }
            for read in reads {
                probe.expect(
                    read.starts(with: before), "every read to begin with 'the beginning '",
                    observed: Payload(read).shown)
            }
        },

        // All readers see the bytes of a stream in the same order.
        Check(.modelOrdered, "many-readers") { probe in
            let stream = try await probe.createStream()
            _ = try await probe.concurrently(20) { try await stream.write("<\($0)>") }
            let reads = try await probe.concurrently(5) { _ in try await stream.contents().bytes }
            try probe.require(!reads[0].isEmpty, "the stream holds nothing of 20 appends")
            for read in reads {
                probe.expect(
                    read == reads[0], "what another reader saw: \(Payload(reads[0]).shown)",
                    observed: Payload(read).shown)
            }
        },

        Check(.modelOrdered, "one-writer") { probe in
            let stream = try await probe.createStream()
            let words = (0..<30).map { "\($0) " }
            for word in words { try await stream.write(Payload(word)) }
            try await stream.contents().expect(Payload(words.joined()))
        },

        // Of appends that arrive at once, each is stored whole and once.
        Check(.modelConcurrentAppendsWhole) { probe in
            // Whatever order they are given, each of them is there once and in one piece.
            let stream = try await probe.createStream()
            let bodies = (0..<40).map { "<\($0):" + String(repeating: "\($0 % 10)", count: $0 * 50) + ">" }
            _ = try await probe.concurrently(40) { try await stream.write(Payload(bodies[$0])) }
            let contents = try await stream.contents()
            let pieces = String(decoding: contents.bytes, as: UTF8.self).split(separator: ">").map { String($0) + ">" }
            contents.last.expect(
                pieces.sorted() == bodies.sorted(), "each of 40 appends once and in one piece",
                observed: Payload(contents.bytes).shown)
        },

        // A stream keeps the content type it was created with.
        Check(.modelContentTypeFixed) { probe in
            let stream = try await probe.createStream(contentType: "text/csv", "a,b\n")
            try await stream.append("{}", contentType: "application/json")
            try await stream.put(contentType: "application/json")
            try await stream.write("c,d\n")
            let head = try await stream.head().requireSuccess("HEAD")
            let type = head[.contentType].flatMap { ContentType($0) }
            head.expect(
                type?.essence == "text/csv", "Content-Type: text/csv",
                observed: head[.contentType] ?? "no Content-Type")
        },

        // A stream that is not created closed begins open and takes appends.
        Check(.modelStartsOpen) { probe in
            let stream = try await probe.createStream()
            try await stream.expectOpen()
        },

        Check(.modelStartsOpen, "with-initial-content") { probe in
            let stream = try await probe.createStream("first ")
            try await stream.expectOpen()
        },
    ]
}
