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
    /// - Throws: an interruption when the target can be sent no raw bytes, which skips the check, cannot be reached, or
    ///   neither answers nor hangs up, which fails it.
    func sendRaw(_ request: OutgoingRequest) async throws -> RawReply {
        guard let raw = context.raw else { throw Interruption.notApplicable(Self.noRawBytes) }
        let conversation = RawRequest(
            context.target.wireBytes(of: request), answering: request.method, timeouts: request.timeouts)
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
