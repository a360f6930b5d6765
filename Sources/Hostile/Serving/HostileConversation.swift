import Glibc
import HTTPMessage
import HTTPWire

/// One connection at a hostile target, from the accepting to the end, on a thread of its own.
struct HostileConversation {
    let peer: HostilePeer
    let server: HostileServer

    /// How long the target waits for a client to take a refusal, in seconds.
    private static let lingering = 2.0

    /// Holds the conversation; the caller closes the connection.
    func run() {
        do {
            switch server.target.behaviour {
            case .neverAccepts: return
            case .connections(let behave): try behave(peer)
            case .answers(let strike, let behave): try answerRequests(strike, behave)
            }
        } catch {
            // The client has left, as a client may.
        }
    }

    private func answerRequests(
        _ strike: Strike, _ behave: @Sendable (Turn) throws -> Void
    ) throws {
        var parser = HTTPRequestParser()
        var unread: [UInt8] = []
        while true {
            let request: HTTPIncomingRequest
            switch try nextRequest(&parser, &unread) {
            case .success(let next?): request = next
            case .success(nil): return
            case .failure(let error):
                let head = "HTTP/1.1 \(error.status)\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                try peer.send(head)
                shutdown(peer.descriptor, Int32(SHUT_WR))
                try peer.fallSilent(for: Self.lingering)
                return
            }
            let number = server.countRequest()
            let isStruck = strike.applies(request.request, number)
            let turn = Turn(
                peer: peer, request: request, strikes: isStruck ? server.countStrike() : 0, server: server,
                service: server.service)
            if isStruck {
                try behave(turn)
            } else {
                try turn.answerHonestly()
            }
            guard request.keepsConnection else { return try peer.close() }
        }
    }

    /// The next request; `nil` when the client has said all it had to say.
    private func nextRequest(
        _ parser: inout HTTPRequestParser, _ unread: inout [UInt8]
    ) throws -> Result<HTTPIncomingRequest?, HTTPMessageError> {
        while true {
            var consumed = 0
            let step: HTTPRequestParser.Step
            do throws(HTTPMessageError) {
                step = try parser.parse(unread, consumed: &consumed)
            } catch {
                return .failure(error)
            }
            unread.removeFirst(consumed)
            switch step {
            case .request(let request): return .success(request)
            case .expectsContinue: try peer.send("HTTP/1.1 100 Continue\r\n\r\n")
            case .needsMore:
                let more = try peer.receive()
                if more.isEmpty { return .success(nil) }
                unread += more
            }
        }
    }
}
