import BlackBox
import HTTPMessage
import Specification

/// An answer that is still arriving, for Server-Sent Events and for connections that are cut.
public struct LiveReply: Sendable {
    let live: any LiveExchange
    /// Its position among the exchanges of the check.
    public let index: Int
    let probe: Probe

    /// The head of the answer.
    ///
    /// - Throws: an interruption when the target gives no answer, which fails the check.
    public func head() async throws -> HTTPResponse {
        let outcome = await live.head()
        probe.recorder.update(live.record(), at: index)
        probe.note(outcome.map { Exchange.Answer(head: $0, body: []) })
        switch outcome {
        case .success(let head): return head
        case .failure(let failure): throw Interruption.noAnswer(failure, exchange: index)
        }
    }

    /// The next piece of the body; ``note()`` puts it on record.
    public func nextChunk(within limit: Duration) async -> LiveChunk {
        await live.nextChunk(within: limit)
    }

    /// Puts on record what has come so far.
    func note() {
        probe.recorder.update(live.record(), at: index)
    }

    /// Leaves.
    public func cancel() {
        live.cancel()
        note()
    }
}
