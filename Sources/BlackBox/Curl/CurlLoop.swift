import CCurl
import HTTPMessage
import Synchronization

/// A request on its way to the transport's thread, and where its answer goes.
struct CurlSubmission: Sendable {
    /// Where an answer goes.
    enum Sink: Sendable {
        /// To somebody who waits for the whole of it.
        case whole(CheckedContinuation<Exchange, Never>)
        /// Piece by piece.
        case live(LiveFeed)
    }

    var id: UInt64
    var request: OutgoingRequest
    var start: ContinuousClock.Instant
    var sink: Sink

    /// Tells the waiting side that nothing came of it.
    func fail(_ failure: TransportFailure) {
        let elapsed = start.duration(to: .now)
        switch sink {
        case .whole(let continuation):
            let timings = Exchange.Timings(start: start, total: elapsed)
            continuation.resume(returning: Exchange(request: request, outcome: .failure(failure), timings: timings))
        case .live(let feed):
            feed.end(.failed(failure), at: elapsed)
        }
    }
}

/// The door to the thread on which libcurl runs: requests, cancellations and wake-ups go in from any thread.
final class CurlLoop: Sendable {
    /// What other threads ask for.
    enum Command: Sendable {
        case start(CurlSubmission)
        case cancel(UInt64)
        case resume(UInt64)
    }

    private struct Inbox {
        var commands: [Command] = []
        var mustStop = false
        var hasStopped = false
        var whenStopped: [CheckedContinuation<Void, Never>] = []
    }

    private let multi: CurlMultiHandle
    private let inbox = Mutex(Inbox())
    private let lastID = Atomic<UInt64>(0)

    init(target: Target, userAgent: String) {
        multi = CurlMultiHandle()
        let hasStarted = DetachedThread.start { self.run(target: target, userAgent: userAgent) }
        precondition(hasStarted, "the system has no thread left for a transport")
    }

    /// A number no other exchange of this loop has.
    func makeID() -> UInt64 {
        lastID.add(1, ordering: .relaxed).newValue
    }

    /// Starts an exchange; one that comes after the end fails at once.
    func start(_ submission: CurlSubmission) {
        if !post(.start(submission)) {
            submission.fail(TransportFailure(.cancelled, "the transport has been shut down"))
        }
    }

    /// Ends an exchange, if it is still running.
    func cancel(_ id: UInt64) {
        _ = post(.cancel(id))
    }

    /// Goes on with an exchange that was paused because its reader was slow.
    func resume(_ id: UInt64) {
        _ = post(.resume(id))
    }

    /// Asks the thread to end; it cancels what is running, closes the connections and frees what it owns.
    func stop() {
        inbox.withLock { inbox in
            guard !inbox.hasStopped else { return }
            inbox.mustStop = true
            multi.wakeUp()
        }
    }

    /// ``stop()``, and waits for it.
    func shutdown() async {
        stop()
        await withCheckedContinuation { continuation in
            let hasStopped = inbox.withLock { inbox in
                if !inbox.hasStopped { inbox.whenStopped.append(continuation) }
                return inbox.hasStopped
            }
            if hasStopped { continuation.resume() }
        }
    }

    private func post(_ command: Command) -> Bool {
        inbox.withLock { inbox in
            guard !inbox.mustStop else { return false }
            inbox.commands.append(command)
            // The thread empties the inbox at one go: the first command after that wakes it for all that follow.
            if inbox.commands.count == 1 { multi.wakeUp() }
            return true
        }
    }

    /// The thread's body.
    private func run(target: Target, userAgent: String) {
        let driver = CurlDriver(multi: multi, target: target, userAgent: userAgent)
        var commands: [Command] = []
        while true {
            commands.removeAll(keepingCapacity: true)
            let mustStop = inbox.withLock { inbox in
                swap(&commands, &inbox.commands)
                return inbox.mustStop
            }
            for command in commands { driver.perform(command) }
            if mustStop { break }
            driver.turn()
        }
        driver.close()
        let waiting = inbox.withLock { inbox in
            inbox.hasStopped = true
            multi.free()
            defer { inbox.whenStopped = [] }
            return inbox.whenStopped
        }
        for continuation in waiting { continuation.resume() }
    }
}

/// libcurl's multi handle. Everything but waking it up belongs to the loop's thread.
struct CurlMultiHandle: @unchecked Sendable {
    /// The handle.
    let pointer: UnsafeMutableRawPointer

    private static let isGloballyReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init() {
        precondition(Self.isGloballyReady, "libcurl cannot be initialised")
        guard let pointer = curl_multi_init() else { preconditionFailure("libcurl has no memory for a handle") }
        self.pointer = pointer
    }

    /// Ends the wait of the loop's thread; libcurl allows this from any thread.
    func wakeUp() {
        curl_multi_wakeup(pointer)
    }

    /// Closes the connections and frees the handle.
    func free() {
        curl_multi_cleanup(pointer)
    }
}
