import HTTPMessage
import Specification

// §5.7 Read Stream: live by long-poll. Closed streams and streams that are closed while readers wait.

extension Check {
    // MARK: Already closed

    static let longPollClosed: [Check] = [
        // An answer without data carries `Stream-Closed: true` when the stream is closed.
        Check(.longPollTimeoutClosed, needs: [.closure]) { probe in
            let stream = try await probe.createStream("the end")
            let tail = try await stream.writeClosed().requireNextOffset()
            for _ in 0..<3 {
                let reply = try await stream.longPoll(from: .at(tail))
                reply.expect(
                    reply.isClosed || !reply.body.isEmpty, "Stream-Closed: true", observed: "an answer without it")
            }
        },

        // A request at the tail of a closed stream is not kept until the timeout.
        Check(.longPollClosedDoesNotWait, needs: [.closure]) { probe in
            let stream = try await probe.createStream("the end")
            let tail = try await stream.writeClosed().requireNextOffset()
            try await probe.expectAtOnce { try await stream.longPoll(from: .at(tail)) }.expectClosed()
        },

        Check(.longPollClosedDoesNotWait, "closed-by-an-append", needs: [.closure]) { probe in
            let stream = try await probe.createStream("nearly ")
            let tail = try await stream.writeClosed("the end").requireNextOffset()
            try await probe.expectAtOnce { try await stream.longPoll(from: .at(tail)) }.expectClosed()
        },

        Check(.longPollClosedDoesNotWait, "closed-while-empty", needs: [.closure]) { probe in
            let stream = try await probe.createStream(closed: true)
            try await probe.expectAtOnce { try await stream.longPoll(from: .beginning) }.expectClosed()
        },

        Check(.longPollClosedDoesNotWait, "with-a-cursor", needs: [.closure]) { probe in
            let stream = try await probe.createStream("the end")
            let cursor = try await stream.longPoll(from: .beginning).requireCursor()
            let tail = try await stream.writeClosed().requireNextOffset()
            try await probe.expectAtOnce { try await stream.longPoll(from: .at(tail), cursor: cursor) }
                .expectClosed()
        },

        // A request at the tail of a closed stream is answered without a body.
        Check(.longPollClosedStatus, needs: [.closure]) { probe in
            let stream = try await probe.createStream("the end", closed: true)
            try await stream.longPoll(from: .at(stream.tail())).expectPermittedStatus().expectBody("")
        },

        Check(.longPollClosedStatus, "beginning-of-an-empty-stream", needs: [.closure]) { probe in
            let stream = try await probe.createStream(closed: true)
            try await stream.longPoll(from: .beginning).expectPermittedStatus().expectBody("")
            try await stream.requireRefusesAppends()
        },

        Check(.longPollClosedStatus, "json", needs: [.closure, .json]) { probe in
            let stream = try await probe.createJSONStream("[1]")
            let tail = try await stream.writeClosed().requireNextOffset()
            try await stream.longPoll(from: .at(tail)).expectPermittedStatus().expectBody("")
        },

        // The answer at the tail of a closed stream carries `Stream-Closed: true`.
        Check(.longPollClosedCarriesClosedHeader, needs: [.closure]) { probe in
            let stream = try await probe.createStream("the end", closed: true)
            try await stream.longPoll(from: .at(stream.tail())).expectClosed()
        },

        Check(.longPollClosedCarriesClosedHeader, "empty-stream", needs: [.closure]) { probe in
            let stream = try await probe.createStream()
            try await stream.writeClosed()
            try await stream.longPoll(from: .beginning).expectClosed()
        },

        // The answer at the tail of a closed stream carries `Stream-Up-To-Date: true`.
        Check(.longPollClosedCarriesUpToDate, needs: [.closure]) { probe in
            let stream = try await probe.createStream("the end", closed: true)
            try await stream.longPoll(from: .at(stream.tail())).expectUpToDate()
            try await stream.requireHolds("the end")
        },

        // The answer at the tail of a closed stream carries the final offset in `Stream-Next-Offset`.
        Check(.longPollClosedNextOffset, needs: [.closure]) { probe in
            let stream = try await probe.createStream("nearly ")
            let tail = try await stream.writeClosed("the end").requireNextOffset()
            try await stream.longPoll(from: .at(tail)).expectNextOffset(tail)
            try await stream.requireHolds("nearly the end")
        },

        Check(.longPollClosedNextOffset, "closed-while-empty", needs: [.closure]) { probe in
            let stream = try await probe.createStream(closed: true)
            try await stream.longPoll(from: .beginning).expectNextOffset(stream.tail())
            try await stream.requireRefusesAppends()
        },
    ]

    // MARK: Closed while readers wait

    static let longPollClosing: [Check] = [
        // A stream that is closed while readers wait at its tail ends their wait: each is told of the closure without
        // waiting out its timeout.
        Check(.longPollWokenByClose, needs: [.closure]) { probe in
            let woken = try await probe.wake(initial: "the end") { try await $0.writeClosed() }
            woken.reply.expectPermittedStatus().expectClosed().expectBody("")
            woken.expectPrompt()
        },

        Check(.longPollWokenByClose, "empty-stream", needs: [.closure]) { probe in
            let woken = try await probe.wake { try await $0.writeClosed() }
            woken.reply.expectPermittedStatus().expectClosed().expectBody("")
            woken.expectPrompt()
        },

        Check(.longPollWokenByClose, "many-readers", needs: [.closure]) { probe in
            let woken = try await probe.wake(readers: 25, initial: "the end") { try await $0.writeClosed() }
            for reply in woken.replies { reply.expectPermittedStatus().expectClosed().expectBody("") }
            woken.expectPrompt()
        },

        Check(.longPollWokenByClose, "waiting-from-now", needs: [.closure]) { probe in
            let woken = try await probe.wake(from: .now, initial: "the end") { try await $0.writeClosed() }
            woken.reply.expectPermittedStatus().expectClosed().expectBody("")
            woken.expectPrompt()
        },

        Check(.longPollWokenByClose, "by-a-producer", needs: [.closure, .producers]) { probe in
            let woken = try await probe.wake(initial: "the end") {
                try await $0.writeClosed(as: Producer("writer", seq: 0))
            }
            woken.reply.expectPermittedStatus().expectClosed().expectBody("")
            woken.expectPrompt()
        },

        // An append that closes the stream ends the wait with its data, and the reader learns of the closure from that
        // answer or from the next one.
        Check(.longPollWokenByFinalAppend, needs: [.closure]) { probe in
            let woken = try await probe.wake(initial: "nearly ") { try await $0.writeClosed("the end") }
            try await woken.expectBrought("the end")
            woken.expectPrompt()
            try await woken.stream.expectEnd(after: woken.reply)
        },

        Check(.longPollWokenByFinalAppend, "many-readers", needs: [.closure]) { probe in
            let woken = try await probe.wake(readers: 25) { try await $0.writeClosed("the end") }
            try await woken.expectBrought("the end")
            for reply in woken.replies { try await woken.stream.expectEnd(after: reply) }
            woken.expectPrompt()
        },

        Check(.longPollWokenByFinalAppend, "data-before-closure", needs: [.closure]) { probe in
            // Never is a reader told of the end before it has the last byte.
            for _ in 0..<5 {
                let stream = try await probe.createStream("nearly ")
                let written = probe.moment()
                async let followed = stream.follow(from: .beginning, after: written) { _ in false }
                try await written.ending {
                    try await stream.write("at ")
                    try await stream.writeClosed("the end")
                }
                try await followed.expect("nearly at the end")
                try await followed.last.expectClosed()
            }
        },

        Check(.longPollWokenByFinalAppend, "json", needs: [.closure, .json]) { probe in
            let woken = try await probe.wake(contentType: "application/json", initial: "[1]") {
                try await $0.writeClosed("[2,3]")
            }
            try await woken.expectBroughtMessages("2", "3")
            try await woken.stream.expectEnd(after: woken.reply)
        },

        Check(.longPollWokenByFinalAppend, "following-a-writer-to-the-end", needs: [.closure]) { probe in
            let stream = try await probe.createStream()
            let written = probe.moment()
            async let writing: Void = written.ending {
                for number in 0..<20 { try await stream.write("\(number);") }
                try await stream.writeClosed("end")
            }
            let followed = try await stream.follow(from: .beginning, after: written) { _ in false }
            try await writing
            followed.expect(Payload((0..<20).map { "\($0);" }.joined() + "end"))
            followed.last.expectClosed()
        },
    ]
}

extension ProbedStream {
    /// Expects an answer to tell of the end, or those that follow it to do so.
    fileprivate func expectEnd(after reply: Reply) async throws {
        if reply.isClosed { return }
        try await follow(from: .at(reply.requireNextOffset())) { $0.last.body.isEmpty }.last.expectClosed()
    }
}
