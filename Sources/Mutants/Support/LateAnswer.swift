import HTTPMessage
import ReferenceServer
import Synchronization

/// The answer to a long-poll that had to wait, before it is sent.
struct LateAnswer: Sendable {
    /// The request.
    let request: HTTPRequest

    /// What it asks for.
    let query: ReadQuery

    /// The answer.
    var answer: Answer

    /// The server.
    let server: any HTTPService

    /// The server's time.
    let clock: any ServerClock

    /// Where the answer goes.
    fileprivate let writer: any HTTPResponseWriter

    /// The path of the stream.
    var path: String { request.streamPath }

    /// Whether the wait ended with data.
    var hasData: Bool { answer.status == 200 && !answer.body.isEmpty }

    /// Whether the wait ended because its time was over.
    var isTimeout: Bool { answer.status == 204 && answer[.streamClosed] == nil }

    /// Sends the answer.
    func send() { writer.respond(answer.response, body: answer.body) }

    /// Sends the answer some time later, as if the wait had gone on.
    func send(after delay: Duration) {
        let kept = self
        _ = clock.schedule(after: delay) { kept.send() }
    }

    /// What a lost wake-up comes to: longer than anybody takes for prompt.
    func lose() { send(after: .seconds(20)) }

    /// The tail of the stream at this moment.
    var tail: String? { server.tail(of: request) }
}

extension HTTPService {
    /// The tail of the stream that a request is about.
    func tail(of request: HTTPRequest) -> String? {
        metadata(of: request)?[.streamNextOffset]
    }

    /// The tail of a stream.
    func tail(at path: String) -> String? {
        metadata(at: path)?[.streamNextOffset]
    }

    /// What `HEAD` says of the stream that a request is about; `nil` when there is none.
    func metadata(of request: HTTPRequest) -> Answer? {
        metadata(at: request.streamPath)
    }

    /// What `HEAD` says of a stream; `nil` when there is none.
    func metadata(at path: String) -> Answer? {
        let answer = immediateAnswer(to: HTTPRequest(method: .head, path: path))
        return answer?.status == 200 ? answer : nil
    }
}

extension Blueprint {
    /// Takes the answers to long-polls that had to wait; the step has to send them.
    mutating func onLateAnswer(_ step: @escaping @Sendable (LateAnswer) -> Void) {
        let clock = clock
        onPassage { passage in
            guard let query = passage.request.readQuery, query.isLongPoll else { return passage.proceed() }
            let writer = LateWriter(passage.writer) { answer in
                step(
                    LateAnswer(
                        request: passage.request, query: query, answer: answer, server: passage.server, clock: clock,
                        writer: passage.writer))
            }
            passage.server.serve(passage.request, body: passage.body, to: writer)
            writer.beginWaiting()
        }
    }

    /// Changes the answers to long-polls, whether they waited or not.
    mutating func onLongPoll(_ change: @escaping @Sendable (ReadQuery, inout Answer) -> Void) {
        onAnswer { request, answer in
            if let query = request.readQuery, query.isLongPoll { change(query, &answer) }
        }
    }

    /// Changes the answers to long-polls that bring data.
    mutating func onLongPollData(_ change: @escaping @Sendable (ReadQuery, inout Answer) -> Void) {
        onLongPoll { query, answer in
            if answer.status == 200, !answer.body.isEmpty { change(query, &answer) }
        }
    }

    /// Changes the answers to long-polls that find the end of a closed stream.
    mutating func onLongPollEnd(_ change: @escaping @Sendable (ReadQuery, inout Answer) -> Void) {
        onLongPoll { query, answer in
            if answer.status == 204, answer[.streamClosed] != nil { change(query, &answer) }
        }
    }

    /// Changes the answers to long-polls whose time was over.
    mutating func onLongPollTimeout(_ change: @escaping @Sendable (ReadQuery, inout Answer) -> Void) {
        onLongPoll { query, answer in
            if answer.status == 204, answer[.streamClosed] == nil { change(query, &answer) }
        }
    }
}

/// A writer that tells an answer given at once from one that had to be waited for.
private final class LateWriter: HTTPResponseWriter {
    private let writer: any HTTPResponseWriter
    private let late: @Sendable (Answer) -> Void
    private let isWaiting = Atomic<Bool>(false)

    init(_ writer: any HTTPResponseWriter, _ late: @escaping @Sendable (Answer) -> Void) {
        self.writer = writer
        self.late = late
    }

    func beginWaiting() { isWaiting.store(true, ordering: .relaxed) }

    func respond(_ response: HTTPResponse, body: [UInt8]) {
        guard isWaiting.load(ordering: .relaxed) else { return writer.respond(response, body: body) }
        late(Answer(response: response, body: body, isStreamed: false))
    }

    func begin(_ response: HTTPResponse) { writer.begin(response) }
    func send(_ bytes: [UInt8]) { writer.send(bytes) }
    func finish() { writer.finish() }
    func onDisconnect(_ action: @escaping @Sendable () -> Void) { writer.onDisconnect(action) }
    var bufferedByteCount: Int { writer.bufferedByteCount }
    func onDrain(_ action: @escaping @Sendable () -> Void) { writer.onDrain(action) }
}
