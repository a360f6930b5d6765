import CCurl
import Glibc
import HTTPMessage
import HTTPWire

/// One raw conversation; lives on a thread of its own, which may block.
final class RawConversation {
    /// Why a conversation ends before its steps do.
    private enum Interruption: Error {
        /// Everything that was wanted has come, or the script says so.
        case over
        /// The target closed or reset the connection.
        case ended(RawExchange.Ending)
        case failed(TransportFailure)
    }

    private let request: RawRequest
    private let target: Target
    private let stop: RawStopSignal
    private let multi = CurlMultiHandle()
    private let errorText: UnsafeMutablePointer<CChar>
    private var easy: CurlEasyHandle?
    private var exchange: RawExchange
    private var parser: HTTPResponseParser
    private var unread: [UInt8] = []
    private var lastActivity: ContinuousClock.Instant

    init(_ request: RawRequest, target: Target, start: ContinuousClock.Instant, stop: RawStopSignal) {
        self.request = request
        self.target = target
        self.stop = stop
        exchange = RawExchange(request: request, start: start)
        lastActivity = start
        parser = HTTPResponseParser(
            answering: request.methods.first ?? .get, limits: Self.limits(request.timeouts.maximumBodyBytes))
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        let multi = self.multi
        stop.onStop { multi.wakeUp() }
    }

    deinit {
        stop.onStop(nil)
        if let easy {
            curl_multi_remove_handle(multi.pointer, easy)
            curl_easy_cleanup(easy)
        }
        multi.free()
        errorText.deallocate()
    }

    /// The largest answer that a raw conversation takes: refusals are short, and every byte is kept twice.
    static let maximumBodyBytes = 1 << 20

    private static func limits(_ maximumBodyBytes: Int) -> HTTPLimits {
        HTTPLimits(
            maximumHeaderBytes: ResponseHeadCollector.maximumBytes,
            maximumHeaderCount: ResponseHeadCollector.maximumFieldCount,
            maximumBodyBytes: min(Self.maximumBodyBytes, maximumBodyBytes),
            maximumInterimResponses: ResponseHeadCollector.maximumInterimAnswers)
    }

    /// Holds the conversation.
    func run() -> RawExchange {
        do throws(Interruption) {
            try connect()
            exchange.ending = .open
            for step in request.steps { try perform(step) }
            try receive(firstByteLimit: request.timeouts.firstByte) { $0.hasAll && !$0.request.readsUntilClose }
        } catch {
            switch error {
            case .over: break
            case .failed(let failure): exchange.failure = failure
            case .ended(let ending): noteEnd(ending)
            }
        }
        exchange.timings.total = exchange.timings.start.duration(to: .now)
        return exchange
    }

    private var hasAll: Bool { exchange.answers.count >= request.methods.count }

    private func perform(_ step: RawRequest.Step) throws(Interruption) {
        switch step {
        case .send(let bytes): try send(bytes)
        case .pause(let duration): try pause(duration)
        case .awaitAnswers(let count):
            try receive(firstByteLimit: request.timeouts.firstByte) { $0.exchange.answers.count >= count }
        case .awaitBytes:
            try receive(firstByteLimit: request.timeouts.firstByte) { !$0.exchange.received.isEmpty }
        case .finishSending:
            shutdown(socket, Int32(SHUT_WR))
        case .disconnect:
            throw .over
        case .reset:
            var option = linger(l_onoff: 1, l_linger: 0)
            setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
            throw .over
        }
    }

    // MARK: The connection

    private func connect() throws(Interruption) {
        guard let easy = curl_easy_init() else {
            throw .failed(TransportFailure(.unsendable, "libcurl has no memory for another connection"))
        }
        self.easy = easy
        easy.configureForEverything()
        easy.configureTLS(of: target)
        easy.set(CURLOPT_ERRORBUFFER, pointer: errorText)
        easy.set(CURLOPT_URL, string: target.base.origin + "/")
        easy.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, Int(Int32.max))
        easy.set(CURLOPT_CONNECT_ONLY, 1)
        curl_multi_add_handle(multi.pointer, easy)
        let limit = (exchange.timings.start + request.timeouts.connect, TransportFailure.Kind.connectTimeout)
        while true {
            var running: Int32 = 0
            curl_multi_perform(multi.pointer, &running)
            var remaining: Int32 = 0
            if let message = curl_multi_info_read(multi.pointer, &remaining), message.pointee.msg == CURLMSG_DONE {
                let code = message.pointee.data.result
                guard code != CURLE_OK else { break }
                let diagnosis = CurlDiagnosis(easy: easy, code: code, errorText: errorText, target: target)
                throw .failed(diagnosis.ofConnecting ?? diagnosis.unreachable)
            }
            try wait(for: 0, until: limit)
        }
        lastActivity = .now
        exchange.timings.connected = exchange.timings.start.duration(to: lastActivity)
    }

    private var socket: Int32 {
        guard let easy else { return -1 }
        var descriptor = curl_socket_t(-1)
        _ = withUnsafeMutablePointer(to: &descriptor) { tidemark_getinfo_socket(easy, CURLINFO_ACTIVESOCKET, $0) }
        return descriptor
    }

    /// Waits until the socket is ready or a limit passes.
    private func wait(
        for events: Int32, until limit: (instant: ContinuousClock.Instant, kind: TransportFailure.Kind)
    ) throws(Interruption) {
        if stop.isStopped { throw .failed(.left) }
        let total = exchange.timings.start + request.timeouts.total
        let (instant, kind) = limit.instant <= total ? limit : (total, .totalTimeout)
        let remaining = ContinuousClock.now.duration(to: instant)
        guard remaining > .zero else { throw .failed(timeout(kind)) }
        var poll = curl_waitfd(fd: socket, events: Int16(events), revents: 0)
        curl_multi_poll(multi.pointer, &poll, events == 0 ? 0 : 1, remaining.wholeMillisecondsRoundedUp, nil)
        if stop.isStopped { throw .failed(.left) }
    }

    private func timeout(_ kind: TransportFailure.Kind) -> TransportFailure {
        TransportFailure(
            kind, request.timeouts.sentence(for: kind, place: target.base.place),
            partial: parser.partial.map { Exchange.Answer(head: $0.head, body: $0.body) })
    }

    // MARK: Bytes

    private func send(_ bytes: [UInt8]) throws(Interruption) {
        guard let easy else { return }
        var sent = 0
        while sent < bytes.count {
            var count = 0
            let code = bytes[sent...].withUnsafeBytes { curl_easy_send(easy, $0.baseAddress, $0.count, &count) }
            switch code {
            case CURLE_OK:
                sent += count
                lastActivity = .now
            case CURLE_AGAIN:
                // A target that answers early may read nothing more until its answer has been taken.
                if try readOnce() { continue }
                try wait(
                    for: CURL_WAIT_POLLOUT | CURL_WAIT_POLLIN,
                    until: (lastActivity + request.timeouts.firstByte, .firstByteTimeout))
            default:
                // What it said before it stopped listening still counts.
                try receive(firstByteLimit: request.timeouts.idle) { $0.hasAll && !$0.request.readsUntilClose }
                throw .ended(.reset)
            }
        }
    }

    private func pause(_ duration: Duration) throws(Interruption) {
        let end = ContinuousClock.now + duration
        while ContinuousClock.now < end {
            do throws(Interruption) {
                try wait(for: 0, until: (end, .idleTimeout))
            } catch {
                // The end of the pause is no failure.
                if case .failed(let failure) = error, failure.kind == .idleTimeout { return }
                throw error
            }
        }
    }

    /// Reads until the condition holds.
    private func receive(
        firstByteLimit: Duration, until isDone: (RawConversation) -> Bool
    ) throws(Interruption) {
        let countBefore = exchange.received.count
        while !isDone(self) {
            if try readOnce() { continue }
            let isFirst = exchange.received.count == countBefore
            let limit =
                isFirst
                ? (lastActivity + firstByteLimit, TransportFailure.Kind.firstByteTimeout)
                : (lastActivity + request.timeouts.idle, TransportFailure.Kind.idleTimeout)
            do throws(Interruption) {
                try wait(for: CURL_WAIT_POLLIN, until: limit)
            } catch {
                // Everything expected is here and the connection has been silent since: that is an end, not a failure.
                if case .failed(let failure) = error, failure.kind != .cancelled, hasAll, unread.isEmpty,
                    parser.partial == nil
                {
                    throw .over
                }
                throw error
            }
        }
    }

    /// Reads what is there; `false` when nothing is.
    private func readOnce() throws(Interruption) -> Bool {
        guard let easy else { return false }
        var buffer = [UInt8](repeating: 0, count: 16384)
        var count = 0
        let code = buffer.withUnsafeMutableBytes { curl_easy_recv(easy, $0.baseAddress, $0.count, &count) }
        switch code {
        case CURLE_AGAIN: return false
        case CURLE_OK where count > 0:
            try take(buffer[..<count])
            return true
        case CURLE_OK: throw .ended(.closed)
        default: throw .ended(.reset)
        }
    }

    private func take(_ bytes: ArraySlice<UInt8>) throws(Interruption) {
        lastActivity = .now
        if exchange.received.isEmpty { exchange.timings.firstByte = exchange.timings.start.duration(to: lastActivity) }
        let limit = parser.limits.maximumBodyBytes + parser.limits.maximumHeaderBytes
        guard exchange.received.count + bytes.count <= limit else {
            throw .failed(TransportFailure(.bodyTooLarge, "\(target.base.place) sent more than \(limit) bytes"))
        }
        exchange.received += bytes
        unread += bytes
        do throws(HTTPMessageError) {
            while !unread.isEmpty {
                var consumed = 0
                let step = try parser.parse(unread, consumed: &consumed)
                unread.removeFirst(consumed)
                guard case .response(let response) = step else { break }
                add(response)
            }
        } catch {
            throw .failed(failure(for: error))
        }
    }

    private func add(_ response: HTTPIncomingResponse) {
        exchange.interimAnswers += response.interim
        exchange.answers.append(Exchange.Answer(head: response.response, body: response.body))
        let methods = request.methods
        parser.requestMethod = exchange.answers.count < methods.count ? methods[exchange.answers.count] : .get
    }

    /// Judges the end of the connection: a body may last until then, and what was expected may be missing.
    private func noteEnd(_ ending: RawExchange.Ending) {
        exchange.ending = ending
        let isBetweenAnswers = unread.isEmpty && parser.partial == nil
        if isBetweenAnswers, hasAll { return }
        do throws(HTTPMessageError) {
            if ending == .closed {
                add(try parser.finish())
                if hasAll { return }
            }
        } catch {
            exchange.failure = failure(for: error)
            return
        }
        let verb = ending == .reset ? "reset" : "closed"
        exchange.failure = TransportFailure(
            .closedEarly, "\(target.base.place) \(verb) the connection before it had answered",
            partial: parser.partial.map { Exchange.Answer(head: $0.head, body: $0.body) })
    }

    private func failure(for error: HTTPMessageError) -> TransportFailure {
        let partial = parser.partial.map { Exchange.Answer(head: $0.head, body: $0.body) }
        let place = target.base.place
        return switch error.kind {
        case .closedEarly: TransportFailure(.closedEarly, "\(place): \(error.description)", partial: partial)
        case .bodyTooLarge: TransportFailure(.bodyTooLarge, "\(place): \(error.description)", partial: partial)
        default:
            TransportFailure(.malformed, "what \(place) answers is not HTTP: \(error.description)", partial: partial)
        }
    }
}
