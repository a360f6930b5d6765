import HTTPMessage
import Specification

// §5.8 Read Stream: live by Server-Sent Events: control, closure, lifetime

extension Check {
    static let sseControl: [Check] = [
        // Data events are followed by a control event before the connection waits or ends.
        Check(.sseControlAfterData) { probe in
            let stream = try await probe.createStream("some text")
            let reader = try await stream.events()
            try await reader.readUntilCaughtUp()
            try await stream.write("and more")
            let seen = try await reader.read { $0.bytes == Array("some textand more".utf8) && $0.isCaughtUp }
            probe.expect(
                !seen.dataEvents.isEmpty && seen.events.last?.name == SSEEvent.controlName,
                "a control event behind the data", in: seen)
        },

        // Every single data event is followed by a control event.
        Check(.sseControlAfterEachData) { probe in
            let stream = try await probe.createStream("first")
            for word in ["second", "third"] { try await stream.write(Payload(word)) }
            let seen = try await stream.events().readUntilCaughtUp()
            let lonely = zip(seen.events, seen.events.dropFirst()).contains {
                $0.name == SSEEvent.dataName && $1.name == SSEEvent.dataName
            }
            probe.expect(!seen.dataEvents.isEmpty && !lonely, "a control event behind each data event", in: seen)
        },

        // The payload of a control event is a JSON object with fields of the names the text gives.
        Check(.sseControlJson) { probe in
            let stream = try await probe.createStream("some text")
            let seen = try await stream.events().readUntilCaughtUp()
            probe.expect(!seen.controlEvents.isEmpty, "a control event", in: seen)
            for event in seen.controlEvents {
                do {
                    _ = try SSEControl(decoding: event.data)
                } catch {
                    probe.expect(
                        false, "a control event that can be read", in: seen, observed: "\(error) \(event.text)")
                }
            }
        },

        // Every control event carries `streamNextOffset`.
        Check(.sseControlNextOffset) { probe in
            let stream = try await probe.createStream("some text")
            let tail = try await stream.tail()
            let seen = try await stream.events().readUntilCaughtUp()
            probe.expect(
                seen.controls.count == seen.controlEvents.count && seen.lastControl?.streamNextOffset == tail,
                "control events with streamNextOffset, the last one \(tail)", in: seen)
        },

        Check(.sseControlNextOffset, "moves-with-the-stream") { probe in
            let stream = try await probe.createStream()
            let reader = try await stream.events()
            try await reader.readUntilCaughtUp()
            let tail = try await stream.write("some text").requireNextOffset()
            let seen = try await reader.read { $0.lastControl?.streamNextOffset == tail }
            probe.expect(
                seen.lastControl?.streamNextOffset == tail, "a control event with the new tail \(tail)", in: seen)
        },

        // Reading on from the `streamNextOffset` of a control event returns exactly what stands behind.
        Check(.sseControlResumes) { probe in
            let stream = try await probe.createStream("seen ")
            let reader = try await stream.events()
            let control = try await reader.readUntilCaughtUp().lastControl
            reader.leave()
            try await stream.write("missed ")
            try await stream.write("too")
            try probe.require(control != nil, "no control event came")
            if let offset = control?.streamNextOffset {
                let seen = try await stream.events(from: .at(offset)).readUntilCaughtUp()
                probe.expectData("missed too", in: seen)
                try await stream.contents(from: .at(offset)).expect("missed too")
            }
        },

        // Every control event carries `streamCursor` while the stream is open.
        Check(.sseControlCursor) { probe in
            let stream = try await probe.createStream("some text")
            let reader = try await stream.events()
            try await reader.readUntilCaughtUp()
            try await stream.write("and more")
            let seen = try await reader.read { $0.bytes == Array("some textand more".utf8) && $0.isCaughtUp }
            try probe.require(seen.bytes == Array("some textand more".utf8), "not all data has come")
            probe.expect(
                !seen.controls.isEmpty && seen.controls.allSatisfy { $0.streamCursor?.isEmpty == false },
                "streamCursor in every control event", in: seen)
        },

        // A control event behind all data there is carries `upToDate: true`.
        Check(.sseControlUpToDate) { probe in
            let stream = try await probe.createStream("some text")
            let seen = try await stream.events().readUntilCaughtUp()
            probe.expect(seen.lastControl?.upToDate == true, "upToDate: true behind all data", in: seen)
        },

        Check(.sseControlUpToDate, "of-an-empty-stream") { probe in
            let seen = try await probe.createStream().events().readUntilCaughtUp()
            probe.expect(seen.lastControl?.upToDate == true, "upToDate: true", in: seen)
        },

        Check(.sseControlUpToDate, "at-the-tail") { probe in
            let stream = try await probe.createStream("some text")
            let seen = try await stream.events(from: .at(stream.tail())).readUntilCaughtUp()
            probe.expect(
                seen.dataEvents.isEmpty && seen.lastControl?.upToDate == true, "upToDate: true and no data", in: seen)
        },

        // A control event with more data behind it does not carry `upToDate: true`.
        Check(.sseControlUpToDateTruthful) { probe in
            let text = Payload(String(repeating: "0123456789abcdef", count: 40_000))
            let stream = try await probe.createStream(text)
            let tail = try await stream.tail()
            let piece = try await stream.read(from: .beginning).body.count
            guard piece * ReadingChain.longest >= text.bytes.count else {
                throw probe.notApplicable("\(text.bytes.count) bytes in pieces of \(piece) take the server too long")
            }
            let reader = try await stream.events()
            let seen = try await reader.read { $0.isCaughtUp && $0.bytes?.count == text.bytes.count }
            let early = seen.controls.first { $0.upToDate && $0.streamNextOffset < tail }
            guard early != nil || seen.isCaughtUp else {
                throw probe.notApplicable("\(text.bytes.count) bytes take the server too long")
            }
            probe.expect(
                seen.bytes?.count == text.bytes.count && early == nil, "upToDate: true at the tail and not before",
                in: seen, observed: early.map { "upToDate: true at \($0.streamNextOffset)" })
        },

        // The server ends a connection after about 60 seconds.
        Check(.sseConnectionLifetime, waits: .seconds(90), isExhaustive: true) { probe in
            let reader = try await probe.createStream("some text").events()
            let (hasEnded, seen) = try await reader.readUntilDisconnected(within: .seconds(90))
            probe.expect(
                hasEnded, "the server to end the connection after about 60 s", in: seen,
                observed: "a connection that was still open after 90 s")
        },
    ]

    static let sseClosure: [Check] = [
        // The control event behind the last data of a closed stream carries `streamClosed: true`.
        Check(.sseControlClosed, needs: [.closure]) { probe in
            let stream = try await probe.createStream("the end", closed: true)
            let seen = try await stream.events().readUntilCaughtUp()
            probe.expectData("the end", in: seen)
            probe.expect(
                seen.lastControl?.streamClosed == true, "streamClosed: true behind the last data", in: seen)
        },

        // No control event of an open stream carries `streamClosed: true`.
        Check(.sseOpenNotClosed, needs: [.closure]) { probe in
            let stream = try await probe.createStream("more to come")
            let seen = try await stream.events().readUntilCaughtUp()
            probe.expect(
                !seen.controls.isEmpty && !seen.controls.contains { $0.streamClosed }, "no streamClosed: true", in: seen
            )
        },

        // Behind the control event that reports closure the server ends the connection.
        Check(.sseClosedConnectionEnds, needs: [.closure]) { probe in
            let stream = try await probe.createStream("the end", closed: true)
            let seen = try await stream.events().readUntilEnd()
            probe.expect(
                seen.hasEnded && seen.lastControl?.streamClosed == true,
                "the connection to end behind streamClosed: true", in: seen)
        },

        // Closing a stream is reported to the readers connected at its tail at once.
        Check(.sseClosedWhileConnected, needs: [.closure]) { probe in
            let stream = try await probe.createStream("some text")
            let reader = try await stream.events()
            try await reader.readUntilCaughtUp()
            try await stream.writeClosed()
            let seen = try await reader.readUntilEnd()
            probe.expect(
                seen.hasEnded && seen.lastControl?.streamClosed == true,
                "streamClosed: true and the end of the connection", in: seen)
        },

        Check(.sseClosedWhileConnected, "with-a-final-append", needs: [.closure]) { probe in
            let stream = try await probe.createStream("some text, ")
            let reader = try await stream.events()
            try await reader.readUntilCaughtUp()
            try await stream.writeClosed("the end")
            let seen = try await reader.readUntilEnd()
            probe.expectData("some text, the end", in: seen)
            probe.expect(
                seen.hasEnded && seen.isCaughtUp && seen.lastControl?.streamClosed == true,
                "streamClosed: true behind the final append, and the end of the connection", in: seen)
        },

        Check(.sseClosedWhileConnected, "every-reader", needs: [.closure]) { probe in
            let stream = try await probe.createStream("some text")
            let readers = try await probe.concurrently(8) { _ in try await stream.events() }
            for reader in readers { try await reader.readUntilCaughtUp() }
            try await stream.writeClosed()
            let ends = try await probe.concurrently(8) { try await readers[$0].readUntilEnd() }
            for seen in ends {
                probe.expect(
                    seen.hasEnded && seen.lastControl?.streamClosed == true,
                    "streamClosed: true for every reader", in: seen)
            }
        },

        // A connection made at the tail of a closed stream gets a control event with `streamClosed: true` at once.
        Check(.sseClosedAtTailReported, needs: [.closure]) { probe in
            let stream = try await probe.createStream("the end", closed: true)
            let seen = try await stream.events(from: .at(stream.tail())).readUntilCaughtUp()
            probe.expect(
                seen.dataEvents.isEmpty && seen.lastControl?.streamClosed == true, "streamClosed: true and no data",
                in: seen)
        },

        Check(.sseClosedAtTailReported, "from-now", needs: [.closure]) { probe in
            let stream = try await probe.createStream("the end", closed: true)
            let seen = try await stream.events(from: .now).readUntilCaughtUp()
            probe.expect(
                seen.dataEvents.isEmpty && seen.lastControl?.streamClosed == true, "streamClosed: true and no data",
                in: seen)
        },

        // That control event carries `upToDate: true` too.
        Check(.sseClosedAtTailUpToDate, needs: [.closure]) { probe in
            let stream = try await probe.createStream("the end", closed: true)
            let seen = try await stream.events(from: .at(stream.tail())).readUntilCaughtUp()
            probe.expect(
                seen.lastControl?.streamClosed == true && seen.lastControl?.upToDate == true,
                "upToDate: true beside streamClosed: true", in: seen)
        },

        // A connection made at the tail of a closed stream is ended by the server.
        Check(.sseClosedAtTailConnectionEnds, needs: [.closure]) { probe in
            let stream = try await probe.createStream("the end", closed: true)
            let seen = try await stream.events(from: .at(stream.tail())).readUntilEnd()
            probe.expect(
                seen.hasEnded && seen.lastControl?.streamClosed == true,
                "the connection to end behind streamClosed: true", in: seen)
        },
    ]
}
