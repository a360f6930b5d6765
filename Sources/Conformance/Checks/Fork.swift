import HTTPMessage
import Specification

// §4.2 Stream forking: what a fork is made of. That it and its source are two streams is in Fork+Separate.swift.

extension Check {
    static let fork: [Check] = forkCreating + forkInheriting + forkOwnData + forkTypes

    // MARK: Creating

    private static let forkCreating: [Check] = [
        // A `PUT` with `Stream-Forked-From` creates a stream.
        Check(.forkCreated) { probe in
            let source = try await probe.createStream("inherited")
            let fork = probe.unusedStream()
            try await fork.putFork(of: source).expectPermittedStatus()
            try await fork.head().expectSuccess()
            try await fork.requireHolds("inherited")
        },

        Check(.forkCreated, "at-an-offset") { probe in
            let (source, offsets) = try await probe.createSource("one ", "two ")
            let fork = probe.unusedStream()
            try await fork.putFork(of: source, at: offsets[1]).expectPermittedStatus()
            try await fork.head().expectSuccess()
            try await fork.requireHolds("one ")
        },

        Check(.forkCreated, "of-an-empty-stream") { probe in
            let source = try await probe.createStream()
            let fork = probe.unusedStream()
            try await fork.putFork(of: source).expectPermittedStatus()
            try await fork.contents().expect("")
            try await fork.requireTakesAppends()
        },

        Check(.forkCreated, "escapes-in-the-source-path") { probe in
            let source = probe.unusedStream().neighbour("%20%C3%A9")
            guard try await source.put("inherited").isSuccess else {
                throw probe.notApplicable("the target takes no escaped characters in the names of streams")
            }
            let fork = probe.unusedStream()
            try await fork.putFork(of: source).expectPermittedStatus()
            try await fork.contents().expect("inherited")
        },

        Check(.forkCreated, "ten-at-once") { probe in
            let source = try await probe.createStream("inherited ")
            let forks = try await probe.concurrently(10) { _ in
                let fork = probe.unusedStream()
                try await fork.putFork(of: source).expectPermittedStatus()
                return fork
            }
            for (number, fork) in forks.enumerated() { try await fork.write(Payload("\(number)")) }
            for (number, fork) in forks.enumerated() {
                try await fork.contents().expect(Payload("inherited \(number)"))
            }
        },
    ]

    // MARK: Inherited data

    private static let forkInheriting: [Check] = [
        // A fork begins with the data of its source up to the fork offset and with nothing behind it.
        Check(.forkInheritsBeforeOffset) { probe in
            let (source, offsets) = try await probe.createSource("one ", "two ", "three ")
            let fork = try await probe.createFork(of: source, at: offsets[3])
            try await fork.contents().expect("one two three ")
        },

        Check(.forkInheritsBeforeOffset, "at-the-beginning") { probe in
            let (source, offsets) = try await probe.createSource("not inherited")
            let fork = try await probe.createFork(of: source, at: offsets[0])
            try await fork.contents().expect("")
        },

        Check(.forkInheritsBeforeOffset, "between-ten-appends") { probe in
            let (source, offsets) = try await probe.createSource("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
            for (count, offset) in offsets.enumerated() {
                let fork = try await probe.createFork(of: source, at: offset)
                try await fork.contents().expect(Payload(Array("0123456789".utf8.prefix(count))))
            }
        },

        Check(.forkInheritsBeforeOffset, "every-byte") { probe in
            let bytes = Payload(Array(0...255))
            let (source, _) = try await probe.createSource(contentType: "application/octet-stream", bytes)
            let fork = try await probe.createFork(of: source)
            try await fork.contents().expect(bytes)
        },

        Check(.forkInheritsBeforeOffset, "past-64-kib") { probe in
            let source = try await probe.createStream(contentType: "application/octet-stream")
            try await source.append(.large).requireSuccess("an append")
            let offset = try await source.tail()
            try await source.write("not inherited")
            let fork = try await probe.createFork(of: source, at: offset)
            try await fork.contents().expect(.large)
        },

        Check(.forkInheritsBeforeOffset, "initial-content") { probe in
            let source = try await probe.createStream("written by PUT")
            let offset = try await source.tail()
            try await source.write(" and more")
            let fork = try await probe.createFork(of: source, at: offset)
            try await fork.contents().expect("written by PUT")
        },

        Check(.forkInheritsBeforeOffset, "json", needs: [.json]) { probe in
            let (source, offsets) = try await probe.createJSONSource("[1,[2]]", #"{"three":3}"#, "[4]")
            let fork = try await probe.createFork(of: source, at: offsets[2])
            try await fork.contents().expectMessages("1", "[2]", #"{"three":3}"#)
        },

        Check(.forkInheritsBeforeOffset, "json-at-the-beginning", needs: [.json]) { probe in
            let (source, offsets) = try await probe.createJSONSource("[1,2]")
            let fork = try await probe.createFork(of: source, at: offsets[0])
            try await fork.contents().expectMessages()
        },

        Check(.forkInheritsBeforeOffset, "by-long-poll", needs: [.longPoll]) { probe in
            let (source, offsets) = try await probe.createSource("inherited", "not inherited")
            let fork = try await probe.createFork(of: source, at: offsets[1])
            let followed = try await fork.follow(from: .beginning) { $0.bytes.count >= "inherited".utf8.count }
            followed.expect("inherited")
        },
    ]

    // MARK: Own data

    private static let forkOwnData: [Check] = [
        // What is appended to a fork stands behind the inherited data, and reads deliver both as one stream.
        Check(.forkOwnDataFollows) { probe in
            let (source, _) = try await probe.createSource("inherited ")
            let fork = try await probe.createFork(of: source)
            try await fork.write("own")
            try await fork.contents().expect("inherited own")
        },

        Check(.forkOwnDataFollows, "where-the-source-goes-on") { probe in
            let (source, offsets) = try await probe.createSource("one ", "two of the source ")
            let fork = try await probe.createFork(of: source, at: offsets[1])
            try await fork.write("own two")
            try await fork.contents().expect("one own two")
            try await fork.contents(from: .at(offsets[1])).expect("own two")
        },

        Check(.forkOwnDataFollows, "nothing-inherited") { probe in
            let (source, offsets) = try await probe.createSource("not inherited")
            let fork = try await probe.createFork(of: source, at: offsets[0])
            try await fork.write("own")
            try await fork.contents().expect("own")
        },

        Check(.forkOwnDataFollows, "ten-appends") { probe in
            let (source, _) = try await probe.createSource("inherited ")
            let fork = try await probe.createFork(of: source)
            let start = try await fork.tail()
            for number in 0..<10 { try await fork.write(Payload("\(number)")) }
            try await fork.contents().expect("inherited 0123456789")
            try await fork.contents(from: .at(start)).expect("0123456789")
        },

        Check(.forkOwnDataFollows, "past-64-kib") { probe in
            let (source, _) = try await probe.createSource(contentType: "application/octet-stream", [0, 1, 2])
            let fork = try await probe.createFork(of: source)
            try await fork.append(.large).requireSuccess("an append")
            try await fork.contents().expect([0, 1, 2] + .large)
        },

        Check(.forkOwnDataFollows, "json", needs: [.json]) { probe in
            let (source, offsets) = try await probe.createJSONSource("[1,2]", "[3]")
            let fork = try await probe.createFork(of: source, at: offsets[1])
            try await fork.write(#"["own",[4]]"#)
            try await fork.contents(from: .at(offsets[1])).expectMessages(#""own""#, "[4]")
        },

        Check(.forkOwnDataFollows, "closing-append", needs: [.closure]) { probe in
            let (source, _) = try await probe.createSource("inherited ")
            let fork = try await probe.createFork(of: source)
            try await fork.writeClosed("the end")
            let contents = try await fork.contents()
            contents.expect("inherited the end")
            contents.last.expectClosed()
        },

        Check(.forkOwnDataFollows, "producer", needs: [.producers]) { probe in
            let (source, _) = try await probe.createSource("inherited ")
            let fork = try await probe.createFork(of: source)
            for number in 0..<3 {
                try await fork.write(Payload("\(number)"), as: Producer("writer", seq: Int64(number)))
            }
            try await fork.contents().expect("inherited 012")
        },
    ]

    // MARK: Content types

    private static let forkTypes: [Check] = [
        // A fork requested without a content type has its source's.
        Check(.forkContentTypeInherited) { probe in
            let (source, _) = try await probe.createSource(contentType: "text/csv", "a,b\n")
            let fork = probe.unusedStream()
            try await fork.putFork(of: source, contentType: .some(nil)).expectPermittedStatus()
            try await fork.head().requireSuccess("HEAD").expectContentType("text/csv")
            try await fork.contents().last.expectContentType("text/csv")
        },

        Check(.forkContentTypeInherited, "json", needs: [.json]) { probe in
            let (source, _) = try await probe.createJSONSource("[1]")
            let fork = probe.unusedStream(contentType: "application/json")
            try await fork.putFork(of: source, contentType: .some(nil)).expectPermittedStatus()
            try await fork.append("[2,3]").expectSuccess()
            try await fork.contents().expectMessages("1", "2", "3")
        },

        Check(.forkContentTypeInherited, "appends-are-held-to-it") { probe in
            let (source, _) = try await probe.createSource(contentType: "text/csv", "a,b\n")
            let fork = probe.unusedStream(contentType: "text/csv")
            try await fork.putFork(of: source, contentType: .some(nil)).expectPermittedStatus()
            try await fork.append("c,d\n").expectSuccess()
            try await fork.append("{}", contentType: "application/json").expectRefused()
        },

        Check(.forkContentTypeInherited, "through-a-fork") { probe in
            let (source, _) = try await probe.createSource(contentType: "text/csv", "a,b\n")
            let middle = try await probe.createFork(of: source)
            let fork = probe.unusedStream()
            try await fork.putFork(of: middle, contentType: .some(nil)).expectPermittedStatus()
            try await fork.head().requireSuccess("HEAD").expectContentType("text/csv")
        },
    ]
}
