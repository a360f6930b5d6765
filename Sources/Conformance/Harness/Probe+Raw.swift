import BlackBox
import HTTPMessage
import Specification

// Requests that no HTTP library would send, byte by byte over a connection of their own.

/// What came back for bytes that a target may refuse by hanging up.
struct RawReply: Sendable {
    /// The answer; `nil` when the target closed the connection without one, which is a refusal too.
    let reply: Reply?
    /// Every byte that came.
    let received: [UInt8]

    /// Whether a line that came begins with the name of this field, whatever ends the line before it and however far
    /// it is indented: readers differ in what they take for the end of a line.
    func hasLine(beginning name: String) -> Bool {
        Self.hasLine(beginning: name, in: received)
    }

    /// What came behind the empty line that ends the first head; `nil` when no head ended.
    var afterFirstHead: [UInt8]? {
        let end = Array("\r\n\r\n".utf8)
        guard let start = received.indices.first(where: { received[$0...].starts(with: end) }) else { return nil }
        return Array(received[(start + end.count)...])
    }

    static func hasLine(beginning name: String, in bytes: [UInt8]) -> Bool {
        bytes.split { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") || $0 == 0 }
            .contains { line in
                let text = String(
                    decoding: line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }, as: UTF8.self)
                return text.lowercased().hasPrefix(name.lowercased() + ":")
            }
    }
}

extension Probe {
    /// Why a check that needs raw bytes is skipped.
    static let noRawBytes = "the target is not reached by HTTP/1.1 over a socket, so bytes cannot be sent as they are"

    /// Sends a request as it is written, valid or not, and expects an answer or the end of the connection.
    ///
    /// - Parameter next: a request that follows over the same connection once the first one is answered.
    /// - Throws: an interruption when the target can be sent no raw bytes, which skips the check, cannot be reached, or
    ///   neither answers nor hangs up, which fails it.
    func sendRaw(_ request: OutgoingRequest, then next: OutgoingRequest? = nil) async throws -> RawReply {
        guard let raw = context.raw else { throw Interruption.notApplicable(Self.noRawBytes) }
        var conversation = RawRequest(
            context.target.wireBytes(of: request), answering: request.method, timeouts: request.timeouts)
        if let next {
            conversation.steps += [.awaitAnswers(1), .send(context.target.wireBytes(of: next))]
            conversation.methods.append(next.method)
        }
        let exchange = await raw.send(conversation)
        let record = exchange.exchange(as: request)
        let index = recorder.record(record)
        note(record.outcome)
        switch record.outcome {
        case .success(let answer):
            let reply = Reply(exchange: record, answer: answer, index: index, probe: self)
            return RawReply(reply: reply, received: exchange.received)
        case .failure(let failure) where failure.kind == .closedEarly:
            return RawReply(reply: nil, received: exchange.received)
        case .failure(let failure):
            throw Interruption.noAnswer(failure, exchange: index)
        }
    }
}
