import BlackBox
import HTTPMessage
import Synchronization

/// A transport whose answers are written by the test.
final class ScriptedTransport: Transport {
    typealias Answering = @Sendable (OutgoingRequest) async -> Result<Exchange.Answer, TransportFailure>

    private let answering: Answering
    private let seen = Mutex<[OutgoingRequest]>([])

    init(_ answering: @escaping Answering) {
        self.answering = answering
    }

    /// Answers every request with the same status and fields.
    convenience init(status: Int, fields: HTTPFields = [:], body: String = "") {
        self.init { _ in .success(.make(status, fields, body)) }
    }

    /// The requests in the order in which they came.
    var requests: [OutgoingRequest] { seen.withLock { $0 } }

    func send(_ request: OutgoingRequest) async -> Exchange {
        seen.withLock { $0.append(request) }
        return Exchange(request: request, outcome: await answering(request))
    }

    func open(_ request: OutgoingRequest) async -> any LiveExchange {
        FinishedExchange(exchange: await send(request))
    }
}

/// A live exchange that has already ended.
private final class FinishedExchange: LiveExchange {
    private let exchange: Exchange
    private let isRead = Atomic(false)

    init(exchange: Exchange) { self.exchange = exchange }

    func head() async -> Result<HTTPResponse, TransportFailure> { exchange.outcome.map(\.head) }

    func nextChunk(within limit: Duration) async -> LiveChunk {
        switch exchange.outcome {
        case .failure(let failure): .failed(failure)
        case .success(let answer):
            isRead.exchange(true, ordering: .relaxed) || answer.body.isEmpty ? .end : .bytes(answer.body)
        }
    }

    func cancel() {}

    func record() -> Exchange { exchange }
}

extension Exchange.Answer {
    static func make(_ status: Int, _ fields: HTTPFields = [:], _ body: String = "") -> Exchange.Answer {
        Exchange.Answer(
            head: HTTPResponse(status: .init(code: status), headerFields: fields), body: Array(body.utf8))
    }
}
