import HTTPMessage
import Specification

// §4.1 Stream Closure

extension Check {
    static let closure: [Check] =
        closureHeaderTrue + otherValueDoesNotClose + otherValueOnCreate + otherValueOnEmptyAppend + otherValueIsNoError
        + closureLasts + closureRepeated + closureSeen + closureData

    // MARK: The header's value

    private static let closureHeaderTrue: [Check] = [
        // The value `true` of `Stream-Closed` means closure in any letter case.
        Check(.closureHeaderValueCaseInsensitive, "upper-case") { probe in
            let stream = try await probe.createStream("before")
            try await stream.close(value: "TRUE").expectPermittedStatus()
            try await stream.expectRefusesAppends()
        },

        Check(.closureHeaderValueCaseInsensitive, "mixed-case-with-body") { probe in
            let stream = try await probe.createStream()
            try await stream.append("the end", fields: [.streamClosed: "True"]).requireSuccess("an append")
            try await stream.expectRefusesAppends()
        },

        Check(.closureHeaderValueCaseInsensitive, "on-create") { probe in
            let stream = probe.unusedStream()
            try await stream.put(fields: [.streamClosed: "tRUE"]).requireSuccess("creating a stream")
            try await stream.expectRefusesAppends()
        },

        // Where an answer about a closed stream carries `Stream-Closed`, its value is `true`.
        Check(.closureResponseValueTrue) { probe in
            let stream = try await probe.createStream("before")
            var answers = [try await stream.writeClosed("the end")]
            answers.append(try await stream.close())
            answers.append(try await stream.append("too late"))
            answers.append(try await stream.head())
            let contents = try await stream.contents()
            try contents.require("beforethe end")
            answers.append(contents.last)
            for answer in answers where answer[.streamClosed] != nil { answer.expectClosed() }
        },
    ]

    private static let otherValues: [(name: String, value: String)] = [
        ("false", "false"), ("yes", "yes"), ("one", "1"), ("empty", ""), ("quoted", "\"true\""), ("longer", "trueish"),
        ("shorter", "t"),
    ]

    // A request whose `Stream-Closed` is anything but `true` closes nothing.
    private static let otherValueDoesNotClose: [Check] = otherValues.map { name, value in
        Check(.closureHeaderOtherValuesDoNotClose, name) { probe in
            let stream = try await probe.createStream()
            try await stream.append("first", fields: [.streamClosed: value])
            try await stream.expectOpen()
        }
    }

    // A create request whose `Stream-Closed` is anything but `true` does not make a closed stream.
    private static let otherValueOnCreate: [Check] = otherValues.prefix(4).map { name, value in
        Check(.closureHeaderOtherValuesOnCreate, name, also: [.closureHeaderOtherValuesNoError]) { probe in
            let stream = probe.unusedStream()
            let created = try await stream.put(fields: [.streamClosed: value])
            created.expectSuccess(breaks: .closureHeaderOtherValuesNoError)
            if created.isSuccess { try await stream.expectOpen() }
        }
    }

    // An empty `POST` whose `Stream-Closed` is anything but `true` is refused as an append without a body.
    private static let otherValueOnEmptyAppend: [Check] = otherValues.prefix(4).map { name, value in
        Check(
            .closureHeaderOtherValuesEmptyAppendRejected, name, also: [.closureHeaderOtherValuesDoNotClose]
        ) { probe in
            let stream = try await probe.createStream("before")
            try await stream.close(contentType: stream.contentType, value: value).expectPermittedStatus()
            try await stream.expectOpen(breaks: .closureHeaderOtherValuesDoNotClose)
        }
    }

    // A `Stream-Closed` with a value other than `true` is not itself a reason for an error.
    private static let otherValueIsNoError: [Check] = otherValues.prefix(4).map { name, value in
        Check(.closureHeaderOtherValuesNoError, name) { probe in
            let stream = try await probe.createStream("before ")
            try await stream.append("after", fields: [.streamClosed: value]).expectPermittedStatus()
            try await stream.contents().expect("before after")
        }
    }

    // MARK: Properties

    private static let closureLasts: [Check] = [
        // A closed stream stays closed: every later answer about it still reports closure.
        Check(.closureDurable, "after-many-requests") { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            try await stream.contents().require("all of it")
            for _ in 0..<10 {
                try await stream.append("too late").expectClosed()
                try await stream.head().expectClosed()
                try await stream.contents().last.expectClosed()
            }
        },

        Check(.closureDurable, "some-time-later", waits: .seconds(1)) { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            try await probe.pause(.seconds(1))
            try await stream.head().expectClosed()
            try await stream.expectRefusesAppends()
        },

        Check(.closureDurable, "other-connections") { probe in
            let stream = try await probe.createStream("all of it")
            let tail = try await stream.writeClosed().requireNextOffset()
            try await stream.append("too late", freshConnection: true).expectRefused()
            try await stream.read(from: .at(tail), freshConnection: true).requireSuccess("a read").expectClosed()
        },

        // No request reopens a closed stream.
        Check(.closureMonotonic, "append") { probe in
            let stream = try await probe.createStream()
            try await stream.writeClosed("the end")
            try await stream.append("too late")
            try await stream.expectRefusesAppends()
        },

        Check(.closureMonotonic, "create-again") { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            try await stream.put()
            try await stream.expectRefusesAppends()
        },

        Check(.closureMonotonic, "create-again-with-body") { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            try await stream.put("all of it")
            try await stream.expectRefusesAppends()
            try await stream.contents().expect("all of it")
        },

        Check(.closureMonotonic, "close-with-value-false") { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            try await stream.close(contentType: stream.contentType, value: "false")
            try await stream.expectRefusesAppends()
        },

        Check(.closureMonotonic, "append-with-value-false") { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            try await stream.append("too late", fields: [.streamClosed: "false"]).expectRefused()
            try await stream.expectRefusesAppends()
        },

        Check(.closureMonotonic, "new-producer", needs: [.producers]) { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            try await stream.append("too late", as: Producer("newcomer", epoch: 7, seq: 0)).expectRefused()
            try await stream.expectRefusesAppends()
        },
    ]

    private static let closureRepeated: [Check] = [
        // Closing a closed stream again succeeds or gives the same stable answer; the stream is unchanged.
        Check(.closureIdempotent) { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            let before = try await stream.snapshot(holding: "all of it")
            try await stream.close().expectPermittedStatus()
            try await stream.expectUnchanged(since: before)
            try await stream.expectRefusesAppends()
        },

        Check(.closureIdempotent, "same-answer-every-time") { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            let first = try await stream.close().expectPermittedStatus()
            for _ in 0..<5 {
                let again = try await stream.close()
                again.expect(
                    again.status == first.status, "\(first.status), as the time before", observed: "\(again.status)")
            }
            try await stream.requireHolds("all of it")
        },

        Check(.closureIdempotent, "many-at-once") { probe in
            let stream = try await probe.createStream("all of it")
            let answers = try await probe.concurrently(10) { _ in try await stream.close() }
            for answer in answers { answer.expectPermittedStatus() }
            try await stream.expectRefusesAppends()
        },

        Check(.closureIdempotent, "closed-by-an-append") { probe in
            let stream = try await probe.createStream()
            try await stream.writeClosed("the end")
            try await stream.close().expectPermittedStatus()
            try await stream.contents().expect("the end")
        },

        // A writer can append its last message and close the stream in one request.
        Check(.closureAtomicWithFinalAppend) { probe in
            let stream = try await probe.createStream("first ")
            try await stream.append("last", closing: true).expectPermittedStatus()
            try await stream.contents().expect("first last")
            try await stream.expectRefusesAppends()
        },

        Check(.closureAtomicWithFinalAppend, "empty-stream") { probe in
            let stream = try await probe.createStream()
            try await stream.append("first and last", closing: true, freshConnection: true).expectPermittedStatus()
            try await stream.contents().expect("first and last")
            try await stream.expectRefusesAppends()
        },
    ]

    private static let closureSeen: [Check] = [
        // A reader that has all the data of a closed stream is told so.
        Check(.closureObservable, "read") { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            let contents = try await stream.contents()
            try contents.require("all of it")
            contents.last.expectClosed()
        },

        Check(.closureObservable, "read-from-the-tail") { probe in
            let stream = try await probe.createStream("all of it")
            let tail = try await stream.tail()
            try await stream.writeClosed()
            try await stream.read(from: .at(tail)).requireSuccess("a read").expectClosed()
        },

        Check(.closureObservable, "empty-stream") { probe in
            let stream = try await probe.createStream()
            try await stream.writeClosed()
            try await stream.contents().last.expectClosed()
        },

        Check(.closureObservable, "closed-by-an-append") { probe in
            let stream = try await probe.createStream("first ")
            try await stream.writeClosed("last")
            let contents = try await stream.contents()
            try contents.require("first last")
            contents.last.expectClosed()
        },

        Check(.closureObservable, "created-closed") { probe in
            let stream = try await probe.createStream("all of it", closed: true)
            let contents = try await stream.contents()
            try contents.require("all of it")
            contents.last.expectClosed()
        },

        Check(.closureObservable, "large-stream") { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            try await stream.append(.large, closing: true).requireSuccess("an append")
            let contents = try await stream.contents()
            try contents.require(.large)
            contents.last.expectClosed()
        },

        Check(.closureObservable, "closed-after-the-reader-caught-up") { probe in
            let stream = try await probe.createStream("all of it")
            let caughtUp = try await stream.contents().last.expectNotClosed()
            try await stream.writeClosed()
            try await stream.read(from: .at(caughtUp.requireNextOffset())).requireSuccess("a read").expectClosed()
        },

        Check(.closureObservable, "long-poll", needs: [.longPoll]) { probe in
            let stream = try await probe.createStream("all of it")
            let tail = try await stream.tail()
            try await stream.writeClosed()
            try await stream.longPoll(from: .at(tail)).requireSuccess("a long-poll").expectClosed()
        },
    ]

    private static let closureData: [Check] = [
        // Closing takes nothing away: every byte can be read from every offset that was valid before.
        Check(.closureDataStaysReadable) { probe in
            let stream = try await probe.createStream("all ")
            try await stream.write("of it")
            try await stream.writeClosed()
            try await stream.read().expectPermittedStatus().expectStart(of: "all of it")
            try await stream.contents().expect("all of it")
        },

        Check(.closureDataStaysReadable, "from-every-offset") { probe in
            let stream = try await probe.createStream()
            var offsets: [Offset] = []
            for number in 0..<8 {
                offsets.append(try await stream.write("word\(number) ").requireNextOffset())
            }
            try await stream.writeClosed()
            for (number, offset) in offsets.enumerated() {
                try await stream.read(from: .at(offset)).expectPermittedStatus()
                let rest = (number + 1..<8).map { "word\($0) " }.joined()
                try await stream.contents(from: .at(offset)).expect(Payload(rest))
            }
        },

        Check(.closureDataStaysReadable, "large-stream") { probe in
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            try await stream.append(.large).requireSuccess("an append")
            try await stream.writeClosed("the end")
            try await stream.contents().expect(.large + "the end")
        },

        // Every append after closure is refused and stores nothing.
        Check(.closureAppendsRejected) { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            try await stream.append("too late").expectPermittedStatus()
            try await stream.contents().expect("all of it")
        },

        Check(.closureAppendsRejected, "empty-stream") { probe in
            let stream = try await probe.createStream()
            try await stream.writeClosed()
            try await stream.append("too late").expectPermittedStatus()
            try await stream.contents().expect("")
        },

        Check(.closureAppendsRejected, "many-at-once") { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            let answers = try await probe.concurrently(20) { try await stream.append("late \($0)") }
            for answer in answers { answer.expectPermittedStatus() }
            try await stream.contents().expect("all of it")
        },

        Check(.closureAppendsRejected, "racing-with-the-close") { probe in
            let stream = try await probe.createStream()
            let answers = try await probe.concurrently(21) { number in
                try await number == 10 ? stream.close() : stream.append("<\(number)>")
            }
            let stored = String(decoding: try await stream.contents().bytes, as: UTF8.self)
            for (number, answer) in answers.enumerated() where number != 10 {
                answer.expect(
                    stored.contains("<\(number)>") == answer.isSuccess,
                    answer.isSuccess ? "the accepted append to be stored" : "the refused append not to be stored",
                    observed: "the stream holds '\(stored)'")
            }
        },
    ]
}
