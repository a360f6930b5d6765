import HTTPMessage
import Specification

// §5.2 Append to Stream: what shows only in the long run

extension Check {
    static let appendEndurance: [Check] = [
        // The bytes of an append stand behind everything that was there before.
        Check(.appendAddedAtEnd, "a-hundred-appends", also: [.appendNextOffset]) { probe in
            // A hundred thousand bytes in all: past the buffers of many servers, and past what goes wrong now and then.
            let stream = try await probe.createStream()
            let lines = (0..<100).map { "\($0):" + String(repeating: "\($0 % 10)", count: 1000) + "\n" }
            for line in lines {
                try await stream.write(Payload(line)).expectPresent(.streamNextOffset, breaks: .appendNextOffset)
            }
            try await stream.contents().expect(Payload(lines.joined()))
        }
    ]
}
