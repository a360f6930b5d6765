import HTTPMessage
import Specification

// §9.1 JSON Mode: messages and how they are read. Values are in JSON+Values.swift, refusals in JSON+Invalid.swift.

extension Check {
    static let json: [Check] =
        jsonBoundaries + jsonFlattening + jsonCreation + jsonReads + jsonLive + jsonValues
        + jsonRefusals

    // MARK: Boundaries

    private static let jsonBoundaries: [Check] = [
        // Each JSON value appended comes back as one message, neither merged with its neighbours nor split.
        Check(.jsonBoundariesPreserved) { probe in
            let stream = try await probe.createJSONStream()
            try await stream.write(#"{"event":"created"}"#)
            try await stream.write(#"{"event":"updated"}"#)
            try await stream.contents().expectMessages(#"{"event":"created"}"#, #"{"event":"updated"}"#)
        },

        Check(.jsonBoundariesPreserved, "numbers-side-by-side") { probe in
            let stream = try await probe.createJSONStream()
            for number in ["1", "2", "34", "-5"] { try await stream.write(Payload(number)) }
            try await stream.contents().expectMessages("1", "2", "34", "-5")
        },

        Check(.jsonBoundariesPreserved, "the-same-value-again") { probe in
            let stream = try await probe.createJSONStream("[7,7]")
            try await stream.write("7")
            try await stream.write("7")
            try await stream.write("[7,7,7]")
            try await stream.contents().expectMessages(Array(repeating: "7", count: 7))
        },

        Check(.jsonBoundariesPreserved, "what-looks-like-a-boundary") { probe in
            let messages = [#""],[""#, #"{"a":"}]"}"#, #""\\""#, #""\"""#, #"{"[":","}"#, #"",""#, #""\n""#]
            let stream = try await probe.createJSONStream()
            for message in messages { try await stream.write(Payload(message)) }
            try await stream.contents().expectMessages(messages)
        },

        Check(.jsonBoundariesPreserved, "line-breaks-inside-and-around") { probe in
            let stream = try await probe.createJSONStream()
            try await stream.write("\r\n {\n\t\"a\" : [ 1 ,\r\n 2 ]\n} \n\n")
            try await stream.write("\t2\r\n")
            try await stream.contents().expectMessages(#"{"a":[1,2]}"#, "2")
        },

        Check(.jsonBoundariesPreserved, "message-past-64-kib") { probe in
            let long = "\"" + String(repeating: "0123456789", count: 10_000) + "\""
            let stream = try await probe.createJSONStream()
            try await stream.write("1")
            try await stream.write(Payload(long))
            try await stream.write("2")
            try await stream.contents().expectMessages("1", long, "2")
        },

        Check(.jsonBoundariesPreserved, "sent-in-chunks") { probe in
            let stream = try await probe.createJSONStream()
            try await stream.append(#"{"in":"chunks"}"#, chunked: true).requireSuccess("a chunked append")
            try await stream.append("[1,2]", chunked: true).requireSuccess("a chunked append")
            try await stream.contents().expectMessages(#"{"in":"chunks"}"#, "1", "2")
        },

        Check(.jsonBoundariesPreserved, "many-writers-at-once") { probe in
            let stream = try await probe.createJSONStream()
            _ = try await probe.concurrently(20) { writer in try await stream.write(#"{"writer":\#(writer)}"#) }
            let contents = try await stream.contents()
            let writers = contents.messages?.compactMap { $0["writer"]?.integer }.sorted()
            contents.last.expect(
                writers == (0..<20).map { $0 }, "a message of each of 20 writers", observed: "\(writers ?? [])")
        },

        // Messages come back in the order in which they were appended, and those of a batch in the order of the batch.
        Check(.jsonOrderPreserved) { probe in
            let stream = try await probe.createJSONStream()
            for number in 0..<60 { try await stream.write("\(number)") }
            try await stream.contents().expectMessages((0..<60).map(String.init))
        },

        Check(.jsonOrderPreserved, "within-a-batch") { probe in
            let numbers = (0..<500).map { String($0 * 7919 % 500) }
            let stream = try await probe.createJSONStream()
            try await stream.write(Payload("[" + numbers.joined(separator: ",") + "]"))
            try await stream.contents().expectMessages(numbers)
        },

        Check(.jsonOrderPreserved, "batches-and-single-values") { probe in
            let stream = try await probe.createJSONStream("[3,1]")
            for batch in ["[2,9]", "7", "[8]", "0"] { try await stream.write(Payload(batch)) }
            try await stream.contents().expectMessages("3", "1", "2", "9", "7", "8", "0")
        },

        Check(.jsonOrderPreserved, "batches-of-writers-at-once") { probe in
            // Whatever the order of the writers, nothing comes in between the messages of a batch.
            let stream = try await probe.createJSONStream()
            _ = try await probe.concurrently(10) { writer in
                try await stream.write(Payload("[" + (0..<5).map { "\(writer * 5 + $0)" }.joined(separator: ",") + "]"))
            }
            let contents = try await stream.contents()
            let numbers = (contents.messages ?? []).compactMap(\.integer)
            let batches = stride(from: 0, to: numbers.count, by: 5).map {
                Array(numbers[$0..<min($0 + 5, numbers.count)])
            }
            contents.last.expect(
                numbers.count == 50 && batches.allSatisfy { $0 == ($0[0]..<$0[0] + 5).map { $0 } && $0[0] % 5 == 0 },
                "10 batches, none interrupted", observed: "\(numbers)")
        },
    ]

    // MARK: Flattening

    private static let jsonFlattening: [Check] = [
        // A body that is an array appends each element as a message of its own.
        Check(.jsonArrayFlattened) { probe in
            let stream = try await probe.createJSONStream()
            try await stream.append(#"[{"event":"a"},{"event":"b"}]"#).expectPermittedStatus()
            try await stream.contents().expectMessages(#"{"event":"a"}"#, #"{"event":"b"}"#)
        },

        Check(.jsonArrayFlattened, "single-element") { probe in
            let stream = try await probe.createJSONStream()
            try await stream.append(#"[{"event":"a"}]"#).expectPermittedStatus()
            try await stream.contents().expectMessages(#"{"event":"a"}"#)
        },

        Check(.jsonArrayFlattened, "values-of-every-kind") { probe in
            let stream = try await probe.createJSONStream()
            try await stream.append(#"[1,"two",true,false,null,{"six":6}]"#).expectPermittedStatus()
            try await stream.contents().expectMessages("1", #""two""#, "true", "false", "null", #"{"six":6}"#)
        },

        Check(.jsonArrayFlattened, "white-space-between") { probe in
            let stream = try await probe.createJSONStream()
            try await stream.append(" [ 1 ,\r\n\t2\n,3 ] \n").expectPermittedStatus()
            try await stream.contents().expectMessages("1", "2", "3")
        },

        Check(.jsonArrayFlattened, "thousand-elements") { probe in
            let numbers = (0..<1000).map(String.init)
            let stream = try await probe.createJSONStream()
            try await stream.append(Payload("[" + numbers.joined(separator: ",") + "]")).expectPermittedStatus()
            try await stream.contents().expectMessages(numbers)
        },

        // Only one level is flattened: arrays within the array are messages as they are.
        Check(.jsonArrayFlattenedOnce) { probe in
            let stream = try await probe.createJSONStream()
            try await stream.append("[[1,2],[3,4]]").expectPermittedStatus()
            try await stream.contents().expectMessages("[1,2]", "[3,4]")
        },

        Check(.jsonArrayFlattenedOnce, "three-levels") { probe in
            let stream = try await probe.createJSONStream()
            try await stream.append("[[[1,2,3]]]").expectPermittedStatus()
            try await stream.contents().expectMessages("[[1,2,3]]")
        },

        Check(.jsonArrayFlattenedOnce, "arrays-among-other-values") { probe in
            let stream = try await probe.createJSONStream()
            try await stream.append(#"[0,[1,[2]],{"three":[3]},[]]"#).expectPermittedStatus()
            try await stream.contents().expectMessages("0", "[1,[2]]", #"{"three":[3]}"#, "[]")
        },

        // An empty array within the array is a message: `[[]]` appends one.
        Check(.jsonNestedEmptyArrayKept) { probe in
            let stream = try await probe.createJSONStream()
            try await stream.append("[[]]").expectPermittedStatus()
            try await stream.contents().expectMessages("[]")
        },

        Check(.jsonNestedEmptyArrayKept, "several") { probe in
            let stream = try await probe.createJSONStream()
            try await stream.append("[[], [ ], [[]]]").expectPermittedStatus()
            try await stream.contents().expectMessages("[]", "[]", "[[]]")
        },
    ]

    // MARK: Creating

    private static let jsonCreation: [Check] = [
        // A create request with the empty array as its body makes an empty stream.
        Check(.jsonCreateEmptyArray) { probe in
            let stream = probe.unusedStream(contentType: "application/json")
            try await stream.put("[]").expectPermittedStatus()
            try await stream.contents().expectMessages()
        },

        Check(.jsonCreateEmptyArray, "then-appended-to") { probe in
            let stream = probe.unusedStream(contentType: "application/json")
            try await stream.put(" [ ]\n").expectPermittedStatus()
            try await stream.write("1")
            try await stream.contents().expectMessages("1")
        },

        // A create request with an array as its body makes a stream with each element as a message.
        Check(.jsonCreateFlattens) { probe in
            let stream = probe.unusedStream(contentType: "application/json")
            try await stream.put(#"[{"event":"a"},{"event":"b"}]"#).expectPermittedStatus()
            try await stream.contents().expectMessages(#"{"event":"a"}"#, #"{"event":"b"}"#)
        },

        Check(.jsonCreateFlattens, "one-level-only") { probe in
            let stream = probe.unusedStream(contentType: "application/json")
            try await stream.put("[[1,2],[],[[3]]]").expectPermittedStatus()
            try await stream.contents().expectMessages("[1,2]", "[]", "[[3]]")
        },

        Check(.jsonCreateFlattens, "before-appends") { probe in
            let stream = probe.unusedStream(contentType: "application/json")
            try await stream.put("[1,2]").expectPermittedStatus()
            try await stream.write("3")
            try await stream.contents().expectMessages("1", "2", "3")
        },

        // A create request with any other JSON value as its body makes a stream with that one message.
        Check(.jsonCreateSingleValue) { probe in
            let stream = probe.unusedStream(contentType: "application/json")
            try await stream.put(#"{"event":"created"}"#).expectPermittedStatus()
            try await stream.contents().expectMessages(#"{"event":"created"}"#)
        },

        Check(.jsonCreateSingleValue, "null") { probe in
            let stream = probe.unusedStream(contentType: "application/json")
            try await stream.put("null").expectPermittedStatus()
            try await stream.contents().expectMessages("null")
        },
    ]

    // MARK: Reading

    private static let jsonReads: [Check] = [
        // A read returns one JSON array with all messages of the range, also for a single message.
        Check(.jsonReadsReturnArray) { probe in
            let stream = try await probe.createJSONStream()
            try await stream.write(#"{"only":"one"}"#)
            try await stream.read().expectPermittedStatus().expectJSON(#"[{"only":"one"}]"#)
        },

        Check(.jsonReadsReturnArray, "of-an-array") { probe in
            let stream = try await probe.createJSONStream()
            try await stream.write("[[1]]")
            try await stream.read().expectPermittedStatus().expectJSON("[[1]]")
        },

        Check(.jsonReadsReturnArray, "several-appends") { probe in
            let stream = try await probe.createJSONStream("1")
            try await stream.write("[2]")
            try await stream.write("3")
            let reply = try await stream.read(from: .beginning).expectPermittedStatus()
            let found = (try? JSONValue.parse(reply.body))?.elements?.map(\.integer)
            reply.expect(
                found.map { [1, 2, 3].starts(with: $0) && !$0.isEmpty } ?? false, "[1,2,3], or how that begins",
                observed: reply.text)
        },

        // Every body of a read is well-formed JSON, wherever the server cuts the range.
        Check(.jsonReadsValid) { probe in
            let stream = try await probe.createJSONStream()
            for number in 0..<24 {
                try await stream.write(
                    Payload("{\"n\":\(number),\"text\":\"\(String(repeating: "],[{\\\"", count: 8000))\"}"))
            }
            let contents = try await stream.contents()
            for piece in contents.pieces {
                piece.expectPermittedStatus()
                piece.expect(
                    (try? JSONValue.parse(piece.body))?.elements != nil, "a JSON array",
                    observed: Payload(piece.body).shown)
            }
            let numbers = contents.messages?.compactMap { $0["n"]?.integer }
            contents.last.expect(numbers == (0..<24).map { $0 }, "0 to 23 in order", observed: "\(numbers ?? [])")
        },

        Check(.jsonReadsValid, "one-large-batch") { probe in
            let text = String(repeating: "é\\\\", count: 400)
            let batch = (0..<200).map { "{\"n\":\($0),\"text\":\"\(text)\"}" }.joined(separator: ",")
            let stream = try await probe.createJSONStream()
            let reply = try await stream.append(Payload("[\(batch)]"))
            try reply.requireSuccess("an append")
            let contents = try await stream.contents()
            for piece in contents.pieces {
                piece.expect(
                    (try? JSONValue.parse(piece.body))?.elements != nil, "a JSON array",
                    observed: Payload(piece.body).shown)
            }
            let numbers = contents.messages?.compactMap { $0["n"]?.integer }
            contents.last.expect(numbers == (0..<200).map { $0 }, "0 to 199 in order", observed: "\(numbers ?? [])")
        },

        Check(.jsonReadsValid, "from-every-offset") { probe in
            let stream = try await probe.createJSONStream("[0]")
            var offsets = [try await stream.tail()]
            for batch in ["[1,2]", "3", "[[4]]", #"{"five":5}"#] {
                offsets.append(try await stream.write(Payload(batch)).requireNextOffset())
            }
            for offset in offsets {
                let reply = try await stream.read(from: .at(offset)).expectPermittedStatus()
                reply.expect(
                    (try? JSONValue.parse(reply.body))?.elements != nil, "a JSON array", observed: reply.text)
            }
        },

        // A read of a JSON stream carries `Content-Type: application/json`.
        Check(.jsonResponseContentType) { probe in
            let stream = try await probe.createJSONStream("[1]")
            try await stream.read().expectPermittedStatus().expectContentType("application/json")
        },

        Check(.jsonResponseContentType, "empty-stream") { probe in
            let stream = try await probe.createJSONStream()
            try await stream.read().expectPermittedStatus().expectContentType("application/json")
        },

        Check(.jsonResponseContentType, "at-the-tail") { probe in
            let stream = try await probe.createJSONStream("[1]")
            let reply = try await stream.read(from: .at(stream.tail()))
            reply.expectPermittedStatus().expectContentType("application/json")
        },

        // A read of a range without messages returns the empty array.
        Check(.jsonEmptyRange) { probe in
            let stream = try await probe.createJSONStream()
            try await stream.read().expectPermittedStatus().expectJSON("[]")
        },

        Check(.jsonEmptyRange, "at-the-tail") { probe in
            let stream = try await probe.createJSONStream("[1,2]")
            try await stream.read(from: .at(stream.tail())).expectPermittedStatus().expectJSON("[]")
        },

        Check(.jsonEmptyRange, "closed-stream", needs: [.closure]) { probe in
            let stream = try await probe.createJSONStream("[1,2]")
            let tail = try await stream.writeClosed().requireNextOffset()
            try await stream.read(from: .at(tail)).expectPermittedStatus().expectJSON("[]")
        },

        Check(.jsonEmptyRange, "after-reading-everything") { probe in
            let stream = try await probe.createJSONStream("[1]")
            try await stream.write("2")
            let next = try await stream.contents().last.requireNextOffset()
            try await stream.read(from: .at(next)).expectPermittedStatus().expectJSON("[]")
        },

        // A read from an offset returns the messages appended behind it and no other.
        Check(.jsonRangeFromOffset) { probe in
            let stream = try await probe.createJSONStream("[1,2]")
            let offset = try await stream.tail()
            try await stream.write("[3,4]")
            try await stream.read(from: .at(offset)).expectPermittedStatus()
            try await stream.contents(from: .at(offset)).expectMessages("3", "4")
        },

        Check(.jsonRangeFromOffset, "after-each-of-ten-appends") { probe in
            let stream = try await probe.createJSONStream()
            var offsets: [Offset] = []
            for number in 0..<10 {
                offsets.append(try await stream.write("[\(number),[\(number)]]").requireNextOffset())
            }
            for (number, offset) in offsets.enumerated() {
                let rest = (number + 1..<10).flatMap { ["\($0)", "[\($0)]"] }
                try await stream.contents(from: .at(offset)).expectMessages(rest)
            }
        },
    ]

    // MARK: Long-poll

    private static let jsonLive: [Check] = [
        // A long-poll that returns data returns one JSON array with the messages that came.
        Check(.jsonLongPollArray, needs: [.longPoll]) { probe in
            let woken = try await probe.wake(contentType: "application/json", initial: "[1]") {
                try await $0.write(#"{"two":2}"#)
            }
            woken.reply.expectPermittedStatus().expectJSON(#"[{"two":2}]"#)
        },

        Check(.jsonLongPollArray, "batch", needs: [.longPoll]) { probe in
            let woken = try await probe.wake(contentType: "application/json") { try await $0.write("[2,[3],[]]") }
            try await woken.expectBroughtMessages("2", "[3]", "[]")
        },

        Check(.jsonLongPollArray, "already-there", needs: [.longPoll]) { probe in
            let stream = try await probe.createJSONStream("1")
            let offset = try await stream.tail()
            try await stream.write("2")
            try await stream.longPoll(from: .at(offset)).expectPermittedStatus().expectJSON("[2]")
        },
    ]
}
