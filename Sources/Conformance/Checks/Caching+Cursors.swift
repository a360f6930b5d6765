import HTTPMessage
import Specification

// §10.1 Caching and collapsing: the cursors of live reads

extension Check {
    static let cachingCursors: [Check] = [
        // Every live answer carries a cursor while the stream is open: `Stream-Cursor` by long-poll, `streamCursor` by
        // SSE.
        Check(.cacheCursorOnLiveAnswers, needs: [.longPoll]) { probe in
            let stream = try await probe.createStream("data")
            try await stream.longPoll(from: .beginning).requireStart(of: "data").expectPresent(.streamCursor)
        },

        Check(.cacheCursorOnLiveAnswers, "of-a-woken-reader", needs: [.longPoll]) { probe in
            let woken = try await probe.wake(from: .now) { try await $0.write("news") }
            try woken.reply.requireStart(of: "news").expectPresent(.streamCursor)
        },

        Check(.cacheCursorOnLiveAnswers, "after-the-timeout", needs: [.longPoll], waits: longPollWait) { probe in
            let stream = try await probe.createStream("data")
            try await stream.requireHolds("data")
            try await stream.longPoll(from: .now).requireSuccess("a long-poll").expectPresent(.streamCursor)
        },

        // A cursor is the decimal number of an interval of time.
        Check(.cacheCursorDecimal, needs: [.longPoll]) { probe in
            let stream = try await probe.createStream("data")
            let reply = try await stream.longPoll(from: .beginning).requireStart(of: "data")
            let cursor = try reply.requireCursor()
            reply.expect(StreamCursor(cursor) != nil, "a decimal number", observed: "Stream-Cursor: \(cursor)")
        },

        // Cursors never go back: a later answer does not have a smaller one.
        Check(.cacheCursorNeverGoesBack, needs: [.longPoll]) { probe in
            let stream = try await probe.createStream("data")
            var latest = try await stream.longPoll(from: .beginning).requireStart(of: "data")
                .requireNumericCursor()
            for _ in 0..<5 {
                let reply = try await stream.longPoll(from: .beginning)
                let cursor = try reply.requireNumericCursor()
                reply.expect(cursor >= latest, "a cursor of at least \(latest)", observed: "\(cursor)")
                latest = cursor
            }
        },

        Check(.cacheCursorNeverGoesBack, "after-an-old-one", needs: [.longPoll]) { probe in
            let stream = try await probe.createStream("data")
            let current = try await stream.longPoll(from: .beginning).requireStart(of: "data")
                .requireNumericCursor()
            let reply = try await stream.longPoll(from: .beginning, cursor: "1")
            let cursor = try reply.requireNumericCursor()
            reply.expect(cursor >= current, "a cursor of at least \(current)", observed: "\(cursor)")
        },

        // A request whose cursor is that of the current interval or a later one gets a strictly greater one.
        Check(.cacheCursorAdvancesPastClient, needs: [.longPoll]) { probe in
            let stream = try await probe.createStream("data")
            let current = try await stream.longPoll(from: .beginning).requireStart(of: "data")
                .requireNumericCursor()
            try await stream.longPoll(from: .beginning, cursor: current.token).expectCursor(past: current)
        },

        Check(.cacheCursorAdvancesPastClient, "round-after-round", needs: [.longPoll]) { probe in
            let stream = try await probe.createStream("data")
            var latest = try await stream.longPoll(from: .beginning).requireStart(of: "data")
                .requireNumericCursor()
            for _ in 0..<10 {
                let reply = try await stream.longPoll(from: .beginning, cursor: latest.token)
                reply.expectCursor(past: latest)
                latest = try reply.requireNumericCursor()
            }
        },

        Check(.cacheCursorAdvancesPastClient, "far-ahead", needs: [.longPoll]) { probe in
            let stream = try await probe.createStream("data")
            let current = try await stream.longPoll(from: .beginning).requireStart(of: "data")
                .requireNumericCursor()
            let ahead = current.advanced(by: 1_000_000)
            try await stream.longPoll(from: .beginning, cursor: ahead.token).expectCursor(past: ahead)
        },

        Check(.cacheCursorAdvancesPastClient, "more-digits", needs: [.longPoll]) { probe in
            // As text, a number with a digit more can come before the current one, and before 999999999.
            let stream = try await probe.createStream("data")
            let current = try await stream.longPoll(from: .beginning).requireStart(of: "data")
                .requireNumericCursor()
            let nines = StreamCursor(String(repeating: "9", count: current.token.count)) ?? current
            try await stream.longPoll(from: .beginning, cursor: nines.token).expectCursor(past: nines)
            let longer = nines.advanced(by: 1)
            try await stream.longPoll(from: .beginning, cursor: longer.token).expectCursor(past: longer)
        },

        Check(.cacheCursorAdvancesPastClient, "of-a-woken-reader", needs: [.longPoll]) { probe in
            let stream = try await probe.createStream("seen, ")
            let cursor = try await stream.longPoll(from: .beginning).requireNumericCursor()
            let next = try await stream.tail()
            let (polled, _) = try await probe.whileWaiting {
                try await stream.longPoll(from: .at(next), cursor: cursor.token)
            } _: {
                try await stream.write("unseen")
            }
            polled.expectCursor(past: cursor)
        },

        Check(.cacheCursorAdvancesPastClient, "after-the-timeout", needs: [.longPoll], waits: longPollWait) { probe in
            let stream = try await probe.createStream("data")
            let cursor = try await stream.longPoll(from: .beginning).requireNumericCursor()
            let next = try await stream.tail()
            try await stream.longPoll(from: .at(next), cursor: cursor.token).expectCursor(past: cursor)
        },
    ]
}

extension Reply {
    /// The cursor as a number; the check is skipped where it is none.
    fileprivate func requireNumericCursor() throws -> StreamCursor {
        guard let cursor = StreamCursor(try requireCursor()) else {
            throw Interruption.notApplicable("the server's cursors are no numbers that could be compared")
        }
        return cursor
    }

    /// Expects a cursor strictly greater than the client's.
    fileprivate func expectCursor(past theirs: StreamCursor) {
        let cursor = self[.streamCursor].flatMap { StreamCursor($0) }
        expect(
            cursor.map { $0 > theirs } ?? false, "a cursor greater than \(theirs)",
            observed: cursor.map { "Stream-Cursor: \($0)" } ?? "none")
    }
}
