import BlackBox
import HTTPMessage
import Specification

/// The answer to a request, and the place where what it must be is written down.
///
/// `expect…` records an unmet expectation and goes on, so that one run shows all that is wrong with an answer.
/// `require…` ends the check as inconclusive: it is for the steps a story stands on.
public struct Reply: Sendable {
    /// The whole exchange.
    public let exchange: Exchange
    /// The answer in it.
    public let answer: Exchange.Answer
    /// Its position among the exchanges of the check.
    public let index: Int

    let probe: Probe

    /// The status code.
    public var status: Int { answer.head.status.code }

    /// The body.
    public var body: [UInt8] { answer.body }

    /// The body as text, invalid UTF-8 replaced.
    public var text: String { String(decoding: answer.body, as: UTF8.self) }

    /// The value of a field, several lines joined.
    public subscript(name: HTTPField.Name) -> String? { answer.head.headerFields[name] }

    /// The value of `Stream-Next-Offset`, when it is an offset.
    public var nextOffset: Offset? { self[.streamNextOffset].flatMap { Offset($0) } }

    /// Whether the answer says that the reader has reached the tail.
    public var isUpToDate: Bool { self[.streamUpToDate]?.lowercased() == "true" }

    /// Whether the answer says that the stream is closed.
    public var isClosed: Bool { StreamClosed.isPresent(self[.streamClosed]) }

    /// Whether the status is one of success.
    public var isSuccess: Bool { (200...299).contains(status) }

    // MARK: Expectations

    /// Expects one of the statuses that the requirement permits; the check's own requirement unless another is named.
    @discardableResult
    public func expectPermittedStatus(of requirement: Requirement? = nil) -> Reply {
        let judged = requirement ?? probe.check.requirement
        precondition(!judged.permitted.isEmpty, "\(judged.id) lists no permitted outcomes")
        note(judged)
        if !judged.permits(status: status) {
            let statuses = judged.permittedStatuses.map(String.init).joined(separator: " or ")
            find("status \(statuses)", "\(answer.head.status)", breaks: judged)
        }
        return self
    }

    /// Expects a status of success, whichever the text permits there.
    @discardableResult
    public func expectSuccess(breaks requirement: Requirement? = nil) -> Reply {
        note(requirement)
        if !isSuccess { find("a status of success", "\(answer.head.status)", breaks: requirement) }
        return self
    }

    /// Expects a field to be there with exactly this value.
    @discardableResult
    public func expect(
        _ name: HTTPField.Name, equals value: String, ignoringCase: Bool = false, breaks requirement: Requirement? = nil
    ) -> Reply {
        note(requirement)
        let found = self[name]
        let isEqual = ignoringCase ? found?.lowercased() == value.lowercased() : found == value
        if !isEqual {
            find("\(name): \(value)", found.map { "\(name): \($0)" } ?? "no \(name)", breaks: requirement)
        }
        return self
    }

    /// Expects `Stream-Next-Offset` to be this offset.
    @discardableResult
    public func expectNextOffset(_ offset: Offset, breaks requirement: Requirement? = nil) -> Reply {
        expect(.streamNextOffset, equals: offset.token, breaks: requirement)
    }

    /// Expects a field to be there.
    @discardableResult
    public func expectPresent(_ name: HTTPField.Name, breaks requirement: Requirement? = nil) -> Reply {
        note(requirement)
        if self[name] == nil { find("a \(name) field", "none", breaks: requirement) }
        return self
    }

    /// Expects a field not to be there.
    @discardableResult
    public func expectAbsent(_ name: HTTPField.Name, breaks requirement: Requirement? = nil) -> Reply {
        note(requirement)
        if let value = self[name] { find("no \(name) field", "\(name): \(value)", breaks: requirement) }
        return self
    }

    /// Expects `Stream-Closed: true`.
    @discardableResult
    public func expectClosed(breaks requirement: Requirement? = nil) -> Reply {
        expect(.streamClosed, equals: "true", ignoringCase: true, breaks: requirement)
    }

    /// Expects the answer not to say that the stream is closed.
    @discardableResult
    public func expectNotClosed(breaks requirement: Requirement? = nil) -> Reply {
        note(requirement)
        if isClosed { find("no Stream-Closed: true", "Stream-Closed: true", breaks: requirement) }
        return self
    }

    /// Expects `Stream-Up-To-Date: true`.
    @discardableResult
    public func expectUpToDate(breaks requirement: Requirement? = nil) -> Reply {
        expect(.streamUpToDate, equals: "true", ignoringCase: true, breaks: requirement)
    }

    /// Expects the body to be exactly these bytes.
    @discardableResult
    public func expectBody(_ expected: Payload, breaks requirement: Requirement? = nil) -> Reply {
        note(requirement)
        if body != expected.bytes {
            find("the body \(expected.shown)", Shown.bytes(body), breaks: requirement)
        }
        return self
    }

    /// Expects the body to hold this JSON value: numbers by their exact decimal value, key order and white space aside.
    @discardableResult
    public func expectJSON(_ expected: String, breaks requirement: Requirement? = nil) -> Reply {
        guard let value = try? JSONValue.parse(Array(expected.utf8)) else {
            preconditionFailure("a check expects something that is not JSON: \(expected)")
        }
        note(requirement)
        if (try? JSONValue.parse(body)) != value {
            find("the JSON \(expected)", Shown.bytes(body), breaks: requirement)
        }
        return self
    }

    /// Expects whatever else has to hold of this answer.
    @discardableResult
    public func expect(
        _ condition: Bool, _ expected: @autoclosure () -> String, observed: @autoclosure () -> String,
        breaks requirement: Requirement? = nil
    ) -> Reply {
        note(requirement)
        if !condition { find(expected(), observed(), breaks: requirement) }
        return self
    }

    // MARK: Steps a story stands on

    /// Ends the check as inconclusive unless the status is one of success.
    @discardableResult
    public func requireSuccess(_ step: @autoclosure () -> String) throws -> Reply {
        guard isSuccess else {
            throw Interruption.preconditionUnmet("\(step()) was answered \(answer.head.status)")
        }
        return self
    }

    /// The offset in `Stream-Next-Offset`; without one the check ends as inconclusive.
    public func requireNextOffset() throws -> Offset {
        guard let offset = nextOffset else {
            throw Interruption.preconditionUnmet("the answer carries no usable Stream-Next-Offset")
        }
        return offset
    }

    /// Notes that this is an answer by which a requirement is judged.
    private func note(_ requirement: Requirement?) {
        probe.recorder.judge(requirement ?? probe.check.requirement, by: index)
    }

    private func find(_ expected: String, _ observed: String, breaks requirement: Requirement?) {
        probe.find(expected: expected, observed: observed, exchange: index, breaks: requirement)
    }
}
