import HTTPMessage
import Specification

// §5.3 Close Stream

extension Check {
    static let close: [Check] = closing + closeAnswers

    private static let closing: [Check] = [
        // A `POST` with `Stream-Closed: true` and an empty body closes the stream.
        Check(.closeSucceeds) { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.close().expectPermittedStatus()
            try await stream.expectRefusesAppends()
        },

        Check(.closeSucceeds, "empty-stream") { probe in
            let stream = try await probe.createStream()
            try await stream.close().expectPermittedStatus()
            try await stream.expectRefusesAppends()
        },

        Check(.closeSucceeds, "other-connection") { probe in
            let stream = try await probe.createStream("all of it")
            var request = stream.request(.post, fields: [.streamClosed: "true"], body: [])
            request.usesFreshConnection = true
            try await probe.send(request).expectPermittedStatus()
            try await stream.expectRefusesAppends()
        },

        Check(.closeSucceeds, "json-stream", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream("[1,2]")
            try await stream.close().expectPermittedStatus()
            try await stream.append("3").expectRefused()
            try await stream.contents().expectMessages("1", "2")
        },

        // Closing a closed stream succeeds or gives a stable already-closed answer, and says `Stream-Closed: true`.
        Check(.closeAgainSucceeds) { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed()
            for _ in 0..<3 { try await stream.close().expectPermittedStatus().expectClosed() }
            try await stream.requireHolds("all of it")
        },

        Check(.closeAgainSucceeds, "created-closed") { probe in
            let stream = try await probe.createStream("all of it", closed: true)
            try await stream.close().expectPermittedStatus().expectClosed()
            try await stream.requireHolds("all of it")
        },

        // Closing a URL without a stream is refused and creates nothing.
        Check(.closeMissingStream) { probe in
            let stream = probe.unusedStream()
            probe.removeAfterwards(stream)
            try await stream.close().expectPermittedStatus()
            try await stream.head().expectPermittedStatus()
        },

        Check(.closeMissingStream, "deleted-stream") { probe in
            let stream = try await probe.createStream("gone")
            try await stream.delete().requireSuccess("deleting the stream")
            try await stream.close().expectPermittedStatus()
        },

        // Closing a soft-deleted stream is refused.
        Check(.closeSoftDeleted) { probe in
            let (source, fork) = try await probe.createSoftDeletedStream("inherited")
            try await source.close().expectPermittedStatus()
            try await fork.contents().expect("inherited")
        },

        // A close request adds nothing to the stream.
        Check(.closeAppendsNothing) { probe in
            let stream = try await probe.createStream("all ")
            try await stream.write("of it")
            let before = try await stream.snapshot(holding: "all of it")
            try await stream.writeClosed()
            try await stream.expectUnchanged(since: before)
        },

        Check(.closeAppendsNothing, "json-stream", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream("[1,2]")
            try await stream.close(contentType: "application/json").requireSuccess("closing the stream")
            try await stream.contents().expectMessages("1", "2")
        },
    ]

    private static let closeAnswers: [Check] = [
        // The answer carries the tail offset, the same as before the request.
        Check(.closeNextOffsetUnchanged) { probe in
            let stream = try await probe.createStream("all of it")
            let tail = try await stream.tail()
            try await stream.writeClosed().expectNextOffset(tail)
            try await stream.requireHolds("all of it")
        },

        Check(.closeNextOffsetUnchanged, "empty-stream") { probe in
            let stream = try await probe.createStream()
            let tail = try await stream.tail()
            try await stream.writeClosed().expectNextOffset(tail)
            try await stream.requireRefusesAppends()
        },

        Check(.closeNextOffsetUnchanged, "after-ten-appends") { probe in
            let stream = try await probe.createStream()
            for number in 0..<9 { try await stream.write("word \(number) ") }
            let tail = try await stream.write("the last").requireMoved(from: stream.createdTail).requireNextOffset()
            try await stream.writeClosed().expectNextOffset(tail)
            try await stream.read(from: .at(tail)).requireSuccess("a read").expectNextOffset(tail)
        },

        // The answer carries `Stream-Closed: true`.
        Check(.closeCarriesClosedHeader) { probe in
            let stream = try await probe.createStream("all of it")
            try await stream.writeClosed().expectClosed()
            try await stream.requireHolds("all of it")
        },

        // Each successful repetition reports the same final offset.
        Check(.closeAgainNextOffset) { probe in
            let stream = try await probe.createStream("first ")
            try await stream.writeClosed("last")
            let tail = try await stream.tail()
            for _ in 0..<3 {
                let again = try await stream.close()
                if again.isSuccess { again.expectNextOffset(tail) }
            }
            try await stream.requireHolds("first last")
        },
    ]
}
