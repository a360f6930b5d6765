import BlackBox
import HTTPMessage
import Testing

extension OutgoingRequest {
    static func get(_ path: String = "/base/s", _ fields: HTTPFields = [:], timeouts: Timeouts = .generous) -> Self {
        OutgoingRequest(method: .get, path: path, headerFields: fields, timeouts: timeouts)
    }
}

extension Timeouts {
    /// Limits that a test which is not about them does not meet on a busy machine.
    static let generous = Timeouts(
        connect: .seconds(30), firstByte: .seconds(30), idle: .seconds(30), total: .seconds(50))
}

extension Exchange {
    /// The answer; records an issue when there is none.
    func requireAnswer(sourceLocation: SourceLocation = #_sourceLocation) throws -> Answer {
        switch outcome {
        case .success(let answer): return answer
        case .failure(let failure):
            Issue.record("\(failure.kind): \(failure.message)", sourceLocation: sourceLocation)
            throw failure
        }
    }

    /// The failure, when there is one.
    var failure: TransportFailure? {
        if case .failure(let failure) = outcome { return failure }
        return nil
    }
}

extension Exchange.Answer {
    var text: String { String(decoding: body, as: UTF8.self) }
}

extension HTTPField.Name {
    /// A name a test knows to be a token.
    static func name(_ name: String) -> Self {
        HTTPField.Name(name)!
    }
}
