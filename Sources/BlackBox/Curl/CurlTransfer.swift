import CCurl
import Glibc
import HTTPMessage

/// One exchange in libcurl; lives on the loop's thread and nowhere else.
final class CurlTransfer {
    /// How far an exchange has come.
    enum Stage {
        case connecting
        case awaitingAnswer
        case receiving
        /// Its reader is slow, or its body waits for its turn; the idle limit does not count.
        case paused
    }

    /// This end of a connection, by which it is recognised.
    struct Endpoint: Hashable {
        var address: String
        var port: Int32
    }

    let submission: CurlSubmission
    let easy: CurlEasyHandle
    let errorText: UnsafeMutablePointer<CChar>
    var stage = Stage.connecting
    var lastActivity: ContinuousClock.Instant
    var collector = ResponseHeadCollector()
    var body: [UInt8] = []
    var timings: Exchange.Timings
    var connection: Exchange.Connection?
    /// Why a callback stopped the transfer.
    var refusal: TransportFailure?
    /// How much of the request's body libcurl has fetched.
    var uploadOffset = 0
    private unowned let driver: CurlDriver
    private var headerList: UnsafeMutablePointer<curl_slist>?

    init(_ submission: CurlSubmission, easy: CurlEasyHandle, driver: CurlDriver) {
        self.submission = submission
        self.easy = easy
        self.driver = driver
        self.lastActivity = submission.start
        self.timings = Exchange.Timings(start: submission.start)
        self.errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        errorText.deallocate()
    }

    var id: UInt64 { submission.id }
    var request: OutgoingRequest { submission.request }
    var target: Target { driver.target }
    var userAgent: String { driver.userAgent }

    /// Time since the exchange began.
    var elapsed: Duration { submission.start.duration(to: .now) }

    /// How much of the answer's body has come.
    var bodyByteCount: Int {
        switch submission.sink {
        case .whole: body.count
        case .live(let feed): feed.receivedByteCount
        }
    }

    /// When this transfer has waited long enough, and for what.
    var deadline: (instant: ContinuousClock.Instant, kind: TransportFailure.Kind) {
        let limits = request.timeouts
        let total = submission.start + limits.total
        let ofStage: (ContinuousClock.Instant, TransportFailure.Kind)
        switch stage {
        case .connecting: ofStage = (submission.start + limits.connect, .connectTimeout)
        case .awaitingAnswer: ofStage = (lastActivity + limits.firstByte, .firstByteTimeout)
        case .receiving: ofStage = (lastActivity + limits.idle, .idleTimeout)
        case .paused: return (total, .totalTimeout)
        }
        return ofStage.0 <= total ? ofStage : (total, .totalTimeout)
    }

    /// Moves to a stage; its deadline may be earlier than any the driver waits for.
    func enter(_ stage: Stage) {
        self.stage = stage
        lastActivity = .now
        driver.note(deadline: deadline.instant)
    }

    /// Goes on reading after a pause.
    func resume() {
        guard stage == .paused else { return }
        enter(.receiving)
        curl_easy_pause(easy, CURLPAUSE_RECV_CONT)
    }

    /// Keeps the header list until libcurl is done with it.
    func own(_ list: UnsafeMutablePointer<curl_slist>?) {
        headerList = list
    }

    /// Frees what libcurl borrowed.
    func freeLists() {
        curl_slist_free_all(headerList)
        headerList = nil
    }

    // MARK: What libcurl reports

    /// The connection is ready and the request goes out next; `false` stops it.
    ///
    /// libcurl sends a request again when a reused connection dies before an answer. The server may have acted on the
    /// first one, so that happens only where it makes no difference.
    func connected(_ endpoint: Endpoint, peer: String) -> Bool {
        if let acceptsPeer = target.acceptsPeer, !acceptsPeer(peer) {
            refusal = TransportFailure(.unsendable, "'\(target.base.host)' leads to \(peer), which is not accepted")
            return false
        }
        let isRepeated = connection != nil
        if isRepeated, ![.get, .head, .options].contains(request.method) {
            refusal = TransportFailure(
                .closedEarly, "\(place) closed a connection that was in use without answering \(request.method)")
            return false
        }
        var newConnections = 0
        _ = tidemark_getinfo_long(easy, CURLINFO_NUM_CONNECTS, &newConnections)
        let isNew = newConnections > 0
        let connection = Exchange.Connection(
            id: driver.connectionID(of: endpoint, isNew: isNew), isReused: !isNew,
            version: target.version == .http2 ? "HTTP/2" : "HTTP/1.1")
        self.connection = connection
        if isNew { timings.connected = elapsed }
        if case .live(let feed) = submission.sink { feed.connected(connection, at: timings.connected) }
        uploadOffset = 0
        enter(.awaitingAnswer)
        return true
    }

    /// Takes a header line; `false` stops the transfer.
    func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
        if stage == .awaitingAnswer {
            timings.firstByte = elapsed
            enter(.receiving)
        } else {
            lastActivity = .now
        }
        let wasOpen = collector.head == nil
        do throws(TransportFailure) {
            try collector.append(line)
        } catch {
            refusal = error
            return false
        }
        if wasOpen, let head = collector.head {
            if let version = collector.version { connection?.version = version }
            if case .live(let feed) = submission.sink {
                feed.begin(head, version: collector.version, at: timings.firstByte)
            }
        }
        return true
    }

    /// Takes a piece of the body and says how much of it, as libcurl wants to know.
    func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        lastActivity = .now
        let limit = request.timeouts.maximumBodyBytes
        guard bodyByteCount + bytes.count <= limit else {
            refusal = TransportFailure(.bodyTooLarge, "the answer's body is larger than \(limit) bytes")
            return 0
        }
        switch submission.sink {
        case .whole:
            if body.count + bytes.count > CurlDriver.largestSmallBody, !driver.admitLargeBody(of: id) {
                stage = .paused
                return Int(CURL_WRITEFUNC_PAUSE)
            }
            body.append(contentsOf: bytes)
        case .live(let feed):
            guard feed.push(bytes) else {
                stage = .paused
                return Int(CURL_WRITEFUNC_PAUSE)
            }
        }
        return bytes.count
    }

    /// Hands out the next piece of the request's body.
    func giveBody(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        lastActivity = .now
        guard let upload = request.body else { return 0 }
        var size = min(buffer.count, upload.count - uploadOffset)
        // Several chunks even for a small body, so that the server has to put them together.
        if request.isChunked { size = min(size, max(1, (upload.count + 2) / 3)) }
        upload.withUnsafeBytes { bytes in
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[uploadOffset..<uploadOffset + size]))
        }
        uploadOffset += size
        return size
    }

    /// Tells whoever waits how it ended.
    func deliver(failure: TransportFailure?) {
        timings.total = elapsed
        switch submission.sink {
        case .live(let feed):
            feed.end(failure.map { .failed($0) } ?? .whole, at: timings.total)
        case .whole(let continuation):
            let outcome: Result<Exchange.Answer, TransportFailure>
            if var failure {
                failure.partial = collector.partialHead.map { Exchange.Answer(head: $0, body: body) }
                outcome = .failure(failure)
            } else if let head = collector.head {
                outcome = .success(Exchange.Answer(head: head, body: body))
            } else {
                outcome = .failure(.closedBeforeHead)
            }
            continuation.resume(
                returning: Exchange(request: request, outcome: outcome, timings: timings, connection: connection))
        }
    }
}
