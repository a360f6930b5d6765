import CCurl
import HTTPMessage

/// Runs transfers; lives on the loop's thread and nowhere else.
final class CurlDriver {
    /// How many idle connections are kept for later exchanges.
    static let maximumIdleConnections = 1024

    /// How many easy handles are kept for later exchanges.
    static let maximumIdleHandles = 256

    /// libcurl 7.83 to 7.88 keep a pointer into the fields of the exchange before, and follow it when the fields of the
    /// next one begin with a folded line (fixed in 8.0): a target could crash the runner with that.
    private static let canReuseHandles: Bool = {
        guard let version = curl_version_info(CURLVERSION_FIRST)?.pointee.version_num else { return false }
        return !(0x075300..<0x080000).contains(version)
    }()

    /// How much of a body may come before it counts as large.
    static let largestSmallBody = 256 << 10

    /// How many large bodies may be on their way at once: the others wait, so that many at once do not fill the memory.
    static let maximumLargeBodies = 4

    /// The longest wait between two looks at the deadlines.
    private static let longestWait = Duration.seconds(60)

    let target: Target
    let userAgent: String
    private let multi: CurlMultiHandle
    private var transfers: [UInt64: CurlTransfer] = [:]
    private var idleHandles: [CurlEasyHandle] = []
    private var connectionIDs: [CurlTransfer.Endpoint: Int] = [:]
    private var lastConnectionID = 0
    private var largeBodies: Set<UInt64> = []
    private var waitingForTurn: [UInt64] = []
    /// No deadline passes before this.
    private var nextDeadline: ContinuousClock.Instant?

    init(multi: CurlMultiHandle, target: Target, userAgent: String) {
        self.multi = multi
        self.target = target
        self.userAgent = userAgent
        _ = tidemark_multi_setopt_long(multi.pointer, CURLMOPT_MAXCONNECTS, Self.maximumIdleConnections)
    }

    /// Does what another thread asked for.
    func perform(_ command: CurlLoop.Command) {
        switch command {
        case .start(let submission): start(submission)
        case .cancel(let id):
            guard let transfer = transfers[id] else { return }
            finish(transfer, failure: .left)
        case .resume(let id):
            transfers[id]?.resume()
        }
    }

    /// Moves every transfer on, then waits for something to happen.
    func turn() {
        var running: Int32 = 0
        curl_multi_perform(multi.pointer, &running)
        finishDoneTransfers()
        let now = ContinuousClock.now
        if let deadline = nextDeadline, deadline <= now { checkDeadlines(now: now) }

        var wait = Self.longestWait
        if let deadline = nextDeadline { wait = min(wait, max(.zero, now.duration(to: deadline))) }
        curl_multi_poll(multi.pointer, nil, 0, wait.wholeMillisecondsRoundedUp, nil)
    }

    /// Cancels what is running and frees the handles.
    func close() {
        for transfer in transfers.values {
            finish(transfer, failure: TransportFailure(.cancelled, "the transport was shut down"))
        }
        for handle in idleHandles { curl_easy_cleanup(handle) }
        idleHandles = []
    }

    /// The number of a connection: a new one when it was made for this exchange.
    func connectionID(of endpoint: CurlTransfer.Endpoint, isNew: Bool) -> Int {
        if !isNew, let id = connectionIDs[endpoint] { return id }
        lastConnectionID += 1
        connectionIDs[endpoint] = lastConnectionID
        return lastConnectionID
    }

    /// Makes sure the deadlines are looked at by then.
    func note(deadline: ContinuousClock.Instant) {
        nextDeadline = nextDeadline.map { min($0, deadline) } ?? deadline
    }

    /// Lets a transfer go on with a large body; `false` when it has to wait until it is resumed.
    func admitLargeBody(of id: UInt64) -> Bool {
        if largeBodies.contains(id) { return true }
        guard largeBodies.count < Self.maximumLargeBodies else {
            waitingForTurn.append(id)
            return false
        }
        largeBodies.insert(id)
        return true
    }

    private func resumeNextLargeBody() {
        while largeBodies.count < Self.maximumLargeBodies, !waitingForTurn.isEmpty {
            guard let next = transfers[waitingForTurn.removeFirst()] else { continue }
            largeBodies.insert(next.id)
            return next.resume()
        }
    }

    private func start(_ submission: CurlSubmission) {
        guard let easy = idleHandles.popLast() ?? curl_easy_init() else {
            submission.fail(TransportFailure(.unsendable, "libcurl has no memory for another request"))
            return
        }
        let transfer = CurlTransfer(submission, easy: easy, driver: self)
        transfers[submission.id] = transfer
        transfer.configure()
        let code = curl_multi_add_handle(multi.pointer, easy)
        guard code == CURLM_OK else {
            let reason = String(cString: curl_multi_strerror(code))
            finish(transfer, failure: TransportFailure(.unsendable, "libcurl does not take the request: \(reason)"))
            return
        }
        note(deadline: transfer.deadline.instant)
    }

    private func finishDoneTransfers() {
        var remaining: Int32 = 0
        while let message = curl_multi_info_read(multi.pointer, &remaining) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            let code = message.pointee.data.result
            var pointer: UnsafeMutableRawPointer?
            _ = tidemark_getinfo_pointer(easy, CURLINFO_PRIVATE, &pointer)
            guard let pointer else { continue }
            let transfer = Unmanaged<CurlTransfer>.fromOpaque(pointer).takeUnretainedValue()
            finish(transfer, failure: transfer.failure(for: code))
        }
    }

    private func checkDeadlines(now: ContinuousClock.Instant) {
        nextDeadline = nil
        for transfer in Array(transfers.values) {
            let deadline = transfer.deadline
            if deadline.instant <= now {
                finish(transfer, failure: transfer.timeout(deadline.kind))
            } else {
                note(deadline: deadline.instant)
            }
        }
    }

    /// Takes a transfer out, then tells whoever waits: by then its connection is free for the next request.
    private func finish(_ transfer: CurlTransfer, failure: TransportFailure?) {
        transfers[transfer.id] = nil
        curl_multi_remove_handle(multi.pointer, transfer.easy)
        if Self.canReuseHandles, idleHandles.count < Self.maximumIdleHandles {
            curl_easy_reset(transfer.easy)
            idleHandles.append(transfer.easy)
        } else {
            curl_easy_cleanup(transfer.easy)
        }
        transfer.freeLists()
        transfer.deliver(failure: failure)
        if largeBodies.remove(transfer.id) != nil { resumeNextLargeBody() }
    }
}

extension Duration {
    /// Milliseconds, rounded up, within what libcurl takes.
    var wholeMillisecondsRoundedUp: Int32 {
        let (seconds, attoseconds) = components
        guard seconds < Int64(Int32.max) / 1000 - 1 else { return Int32.max }
        return Int32(seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
    }
}
