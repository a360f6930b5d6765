import HTTPMessage
import Specification

// A server may cut a read wherever it likes: what stories need so that none of them minds.

/// How much a stream holds that servers are expected to cut into several reads, in bytes.
let largeStreamBytes = 1_200_000

extension Probe {
    /// A stream that holds these bytes, appended in pieces of about 100 kB.
    func createLargeStream(_ data: Payload, closed: Bool = false) async throws -> ProbedStream {
        let stream = try await createStream(contentType: "application/octet-stream")
        var start = 0
        while start < data.bytes.count {
            let end = min(start + 99_991, data.bytes.count)
            try await stream.write(Payload(Array(data.bytes[start..<end])))
            start = end
        }
        if closed { try await stream.writeClosed() }
        return stream
    }
}

extension Reply {
    /// Whether the body is how these bytes begin, and not empty where they are not: servers may cut a read anywhere.
    func isStart(of expected: Payload) -> Bool {
        expected.bytes.starts(with: body) && (!body.isEmpty || expected.bytes.isEmpty)
    }

    /// Expects the body to be these bytes or how they begin, since servers may cut a read anywhere.
    @discardableResult
    func expectStart(of expected: Payload, breaks requirement: Requirement? = nil) -> Reply {
        expect(
            isStart(of: expected), "\(expected.shown), or how that begins", observed: Payload(body).shown,
            breaks: requirement)
    }
}

extension StreamContents {
    /// The answer that first reaches the tail, by its next offset; the last one when none names the tail.
    func piece(reaching tail: Offset) -> Reply {
        pieces.first { $0.nextOffset == tail } ?? last
    }
}

extension Reply {
    /// Expects `Content-Type` to name this type, whatever its letter case and parameters.
    @discardableResult
    func expectContentType(_ expected: String, breaks requirement: Requirement? = nil) -> Reply {
        let found = self[.contentType]
        let isSame = ContentType(expected).flatMap { type in found.flatMap { ContentType($0)?.matches(type) } } ?? false
        return expect(
            isSame, "Content-Type: \(expected)", observed: found.map { "Content-Type: \($0)" } ?? "no Content-Type",
            breaks: requirement)
    }

    /// Skips the check when the answer holds everything: the server does not cut streams of this size.
    func requirePartial(of data: Payload) throws -> Reply {
        try requireSuccess("reading the stream")
        guard body.count < data.bytes.count else {
            throw Interruption.notApplicable("the server returns \(data.bytes.count) bytes in one read")
        }
        return self
    }
}
