import HTTPMessage
import HTTPWire

/// One request at a hostile target, what the reference server answers to it, and the connection to misbehave on.
struct Turn: Sendable {
    /// The connection.
    let peer: HostilePeer
    /// The request.
    let request: HTTPIncomingRequest
    /// How many requests have been answered wrongly before this one, over all connections.
    let strikes: Int
    /// The target itself, for those that end it.
    let server: HostileServer

    private let service: any HTTPService

    init(
        peer: HostilePeer, request: HTTPIncomingRequest, strikes: Int, server: HostileServer, service: any HTTPService
    ) {
        self.peer = peer
        self.request = request
        self.strikes = strikes
        self.server = server
        self.service = service
    }

    private var isHead: Bool { request.request.method == .head }

    /// The answer of the reference server, whole unless it is one of events.
    func answer() throws -> Answer {
        try take { answer, _ in answer }
    }

    /// Sends what the reference server answers.
    func answerHonestly() throws {
        try relay()
    }

    /// Sends what the reference server answers, the head and every piece of its body mangled.
    func relay(
        head mangleHead: (inout Answer) -> Void = { _ in }, piece manglePiece: (inout [UInt8]) -> Void = { _ in }
    ) throws {
        try take { answer, source in
            var answer = answer
            mangleHead(&answer)
            guard answer.isStreaming else {
                try peer.send(answer.bytes)
                return
            }
            try peer.send(answer.head)
            while true {
                switch try source.next(from: peer) {
                case .bytes(var bytes):
                    manglePiece(&bytes)
                    if !bytes.isEmpty { try peer.send(Answer.chunk(bytes)) }
                default:
                    try peer.send(Answer.lastChunk)
                    return
                }
            }
        }
    }

    private func take<Value>(
        _ body: (Answer, HonestAnswer) throws -> Value
    ) throws -> Value {
        let source = HonestAnswer()
        defer { source.leave() }
        service.serve(request.request, body: request.body, to: source)
        switch try source.next(from: peer) {
        case .whole(let response, let bytes):
            return try body(Answer(response, body: bytes, isHead: isHead), source)
        case .head(let response):
            return try body(Answer(response, body: [], isHead: isHead, isStreaming: true), source)
        case .bytes, .end:
            throw PeerLeft()
        }
    }
}
