import HTTPMessage
import Specification

// §8 Offsets: the sentinel `now` in reads by Server-Sent Events.

extension Check {
    static let offsetNowSSE: [Check] = [
        // An SSE read from `now` begins at once and at the tail.
        Check(.offsetNowSseStartsAtTail) { probe in
            let stream = try await probe.createStream("history")
            let live = await stream.sse(from: .now)
            let head = try await live.head()
            live.cancel()
            probe.expect(
                Requirement.offsetNowSseStartsAtTail.permits(status: head.status.code), "an event stream",
                observed: "\(head.status)")
            try await stream.requireHolds("history")
            try await stream.requireEvents(from: .now)
        },

        Check(.offsetNowSseStartsAtTail, "control-comes-first") { probe in
            let stream = try await probe.createStream("history")
            let seen = try await stream.events(from: .now).read { !$0.events.isEmpty }
            probe.expect(
                seen.events.first?.name == SSEEvent.controlName, "a control event before any data", in: seen)
        },

        // The first control event of an SSE read from `now` carries the tail offset in `streamNextOffset`.
        Check(.offsetNowSseFirstControlOffset) { probe in
            let stream = try await probe.createStream("history ")
            let tail = try await stream.write("and more").requireNextOffset()
            let seen = try await stream.events(from: .now).read { !$0.controlEvents.isEmpty }
            probe.expect(seen.controls.first?.streamNextOffset == tail, "streamNextOffset \(tail)", in: seen)
        },

        Check(.offsetNowSseFirstControlOffset, "empty-stream") { probe in
            let stream = try await probe.createStream()
            let tail = try await stream.tail()
            let seen = try await stream.events(from: .now).read { !$0.controlEvents.isEmpty }
            probe.expect(seen.controls.first?.streamNextOffset == tail, "streamNextOffset \(tail)", in: seen)
        },

        // The first control event of an SSE read from `now` carries `upToDate: true` when no data has come.
        Check(.offsetNowSseFirstControlUpToDate) { probe in
            let stream = try await probe.createStream("history")
            let seen = try await stream.events(from: .now).read { !$0.controlEvents.isEmpty }
            probe.expect(seen.controls.first?.upToDate == true, "upToDate: true", in: seen)
        },

        // An SSE read from `now` delivers the data appended from then on, and nothing older.
        Check(.offsetNowSseNoHistory) { probe in
            let stream = try await probe.createStream("history")
            let reader = try await stream.events(from: .now)
            try await reader.read { !$0.controlEvents.isEmpty }
            try await stream.write("news")
            let seen = try await reader.read { !($0.bytes ?? []).isEmpty && $0.isCaughtUp }
            probe.expectData("news", in: seen)
        },

        Check(.offsetNowSseNoHistory, "json", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream("[1,2]")
            let reader = try await stream.events(from: .now)
            try await reader.read { !$0.controlEvents.isEmpty }
            try await stream.write("[3,4]")
            let seen = try await reader.read { ($0.messages?.count ?? 2) >= 2 && $0.isCaughtUp }
            probe.expect(seen.messages?.map(\.integer) == [3, 4], "the messages 3 and 4", in: seen)
        },

        // An SSE read from `now` on a closed stream gives a single control event with `streamClosed: true`, and ends.
        Check(.offsetNowClosedSse, needs: [.closure]) { probe in
            let stream = try await probe.createStream("the end", closed: true)
            let seen = try await stream.events(from: .now).readUntilEnd()
            probe.expect(
                seen.hasEnded && seen.events.count == 1 && seen.lastControl?.streamClosed == true,
                "one control event with streamClosed: true, and the end of the connection", in: seen)
        },

        Check(.offsetNowClosedSse, "empty-stream", needs: [.closure]) { probe in
            let stream = try await probe.createStream(closed: true)
            let seen = try await stream.events(from: .now).readUntilEnd()
            probe.expect(
                seen.hasEnded && seen.events.count == 1 && seen.lastControl?.streamClosed == true,
                "one control event with streamClosed: true, and the end of the connection", in: seen)
        },
    ]
}
