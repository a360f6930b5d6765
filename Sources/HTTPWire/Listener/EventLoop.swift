import CLinux
import Glibc
import HTTPMessage
import Synchronization

/// Waits for sockets on a thread of its own and moves their connections on.
///
/// Its state belongs to that thread; other threads leave messages in ``inbox`` and wake it. Sockets are watched for
/// edges and registered once, so that a request costs one wait, one read and one write.
final class EventLoop: @unchecked Sendable {
    enum Message: Sendable {
        case operation(Connection, UInt64, WriterOperation, ResponseWriter?, byteCount: Int)
        /// Stop accepting, finish what is under way, and end at the latest so many milliseconds from now.
        case stop(grace: Int)
    }

    private struct Inbox: Sendable {
        var messages: [Message] = []
        var isClosed = false
    }

    static let listenerToken = UInt64.max
    static let wakeToken = UInt64.max - 1
    static let readBufferBytes = 64 << 10

    let service: any HTTPService
    let configuration: HTTPServer.Configuration
    let timeouts: LoopTimeouts
    private let epoll: Int32
    private let waker: Int32
    private let inbox = Mutex(Inbox())
    let ending = Latch()

    // Below: the loop's thread only, one function at a time, and therefore without checks for overlapping access.
    @exclusivity(unchecked) var clock = WireClock()
    let readBuffer = UnsafeMutableRawBufferPointer.allocate(byteCount: readBufferBytes, alignment: 16)
    private var listener: Int32
    private var isAccepting = true
    @exclusivity(unchecked) private var thread = pthread_t()
    @exclusivity(unchecked) private var slots: [Connection?] = []
    @exclusivity(unchecked) private var generations: [UInt32] = []
    private var freeSlots: [Int] = []
    @exclusivity(unchecked) private(set) var liveConnections = 0
    @exclusivity(unchecked) private var dirty: [Connection] = []
    @exclusivity(unchecked) private var deferred: [@Sendable () -> Void] = []
    @exclusivity(unchecked) private var nextSweep = 0
    private let sweepInterval: Int
    /// When draining has to end; `nil` while the server runs.
    @exclusivity(unchecked) private var drainDeadline: Int?

    var isDraining: Bool { drainDeadline != nil }

    init(
        listener: Int32, service: any HTTPService, configuration: HTTPServer.Configuration
    ) throws(HTTPServer.StartError) {
        self.listener = listener
        self.service = service
        self.configuration = configuration
        timeouts = LoopTimeouts(configuration)
        sweepInterval = max(10, min(1000, timeouts.shortest / 4))
        epoll = tidemark_epoll_create()
        waker = tidemark_wake_create()
        guard epoll >= 0, waker >= 0, tidemark_epoll_add(epoll, waker, tidemark_epoll_in, Self.wakeToken) == 0,
            tidemark_epoll_add(epoll, listener, tidemark_epoll_in, Self.listenerToken) == 0
        else { throw .system(String(cString: strerror(errno))) }
    }

    deinit {
        readBuffer.deallocate()
        if epoll >= 0 { close(epoll) }
        if waker >= 0 { close(waker) }
        if listener >= 0 { close(listener) }
    }

    /// Whether the caller is on the loop's thread.
    var isCurrent: Bool { pthread_equal(pthread_self(), thread) != 0 }

    // MARK: From any thread

    /// Leaves a message and wakes the loop.
    func leave(_ message: Message) {
        enum Fate { case wakes, queued, refused }
        let fate: Fate = inbox.withLock { inbox in
            if inbox.isClosed { return .refused }
            inbox.messages.append(message)
            return inbox.messages.count == 1 ? .wakes : .queued
        }
        switch fate {
        case .wakes: tidemark_wake(waker)
        case .queued: break
        case .refused:
            // The loop has ended and its clients with it.
            if case .operation(_, _, .onDisconnect(let action), _, _) = message { action() }
        }
    }

    /// Tells that the writer of an exchange is gone without an answer.
    func abandon(_ connection: Connection, _ ordinal: UInt64) {
        if isCurrent {
            perform(.abandon, on: connection, ordinal)
        } else {
            leave(.operation(connection, ordinal, .abandon, nil, byteCount: 0))
        }
    }

    // MARK: The loop

    /// Runs until it is told to stop and its connections have ended.
    func run() {
        thread = pthread_self()
        var events = [tidemark_event](repeating: tidemark_event(), count: 256)
        while true {
            let count = tidemark_epoll_wait(epoll, &events, Int32(events.count), waitMilliseconds())
            clock.tick()
            if count > 0 {
                for index in 0..<Int(count) { dispatch(events[index]) }
            }
            settle()
            if clock.now >= nextSweep { sweep() }
            if let drainDeadline, liveConnections == 0 || clock.now >= drainDeadline { break }
        }
        end()
    }

    private func waitMilliseconds() -> Int32 {
        if !dirty.isEmpty || !deferred.isEmpty { return 0 }
        if liveConnections == 0, isAccepting { return -1 }
        let wake = min(nextSweep, drainDeadline ?? .max)
        return Int32(max(0, min(wake - clock.now, 60_000)))
    }

    private func dispatch(_ event: tidemark_event) {
        switch event.token {
        case Self.wakeToken: readInbox()
        case Self.listenerToken: accept()
        default:
            let index = Int(event.token & 0xFFFF_FFFF)
            // An event for a socket that was closed earlier in this batch must not reach its successor.
            guard index < slots.count, generations[index] == UInt32(event.token >> 32), let connection = slots[index]
            else { return }
            handle(event.events, on: connection)
        }
    }

    private func readInbox() {
        tidemark_wake_clear(waker)
        let messages = inbox.withLock { inbox in
            let messages = inbox.messages
            inbox.messages = []
            return messages
        }
        for message in messages { handle(message) }
    }

    private func handle(_ message: Message) {
        switch message {
        case .operation(let connection, let ordinal, let operation, let writer, let byteCount):
            perform(operation, on: connection, ordinal)
            writer?.operationIsDone(byteCount: byteCount)
        case .stop(let grace):
            drain(grace: grace)
        }
    }

    /// Moves on what became ready while something else was handled. Services are called from here and from
    /// ``handle(_:on:)`` only, never from inside a call to a service.
    private func settle() {
        var rounds = 32
        while rounds > 0, !dirty.isEmpty || !deferred.isEmpty {
            rounds -= 1
            let connections = dirty
            dirty = []
            for connection in connections {
                connection.isDirty = false
                advance(connection)
            }
            let actions = deferred
            deferred = []
            for action in actions { action() }
        }
    }

    /// Has a connection moved on soon.
    func markDirty(_ connection: Connection) {
        guard !connection.isDirty else { return }
        connection.isDirty = true
        dirty.append(connection)
    }

    /// Runs actions soon, outside of whatever is running now.
    func runSoon(_ actions: [@Sendable () -> Void]) {
        deferred += actions
    }

    // MARK: Connections

    private func accept() {
        for _ in 0..<64 {
            guard liveConnections < configuration.maximumConnections else { return pauseAccepting() }
            let descriptor = tidemark_accept(listener)
            guard descriptor >= 0 else {
                switch errno {
                case EINTR, ECONNABORTED: continue
                // Out of descriptors or memory: the backlog has to wait until a connection has closed.
                case EMFILE, ENFILE, ENOBUFS, ENOMEM: return pauseAccepting()
                default: return
                }
            }
            add(descriptor)
        }
    }

    private func add(_ descriptor: Int32) {
        let index: Int
        if let free = freeSlots.popLast() {
            index = free
        } else {
            index = slots.count
            slots.append(nil)
            generations.append(0)
        }
        let token = UInt64(generations[index]) << 32 | UInt64(index)
        let connection = Connection(loop: self, descriptor: descriptor, token: token, limits: configuration.limits)
        let flags = tidemark_epoll_in | tidemark_epoll_out | tidemark_epoll_rdhup | tidemark_epoll_edge
        guard tidemark_epoll_add(epoll, descriptor, flags, token) == 0 else {
            close(descriptor)
            freeSlots.append(index)
            return
        }
        slots[index] = connection
        liveConnections += 1
        if liveConnections == 1 { nextSweep = clock.now + sweepInterval }
        updateDeadline(connection)
    }

    /// Closes the socket and forgets the connection.
    func remove(_ connection: Connection) {
        guard connection.phase != .closed else { return }
        connection.phase = .closed
        close(connection.descriptor)
        connection.held.releaseMemory()
        connection.output.releaseMemory()
        connection.bufferedBytes.store(0, ordering: .relaxed)
        connection.disconnectActions = []
        connection.drainActions = []
        let index = Int(connection.token & 0xFFFF_FFFF)
        slots[index] = nil
        generations[index] &+= 1
        // The last generations of a slot would collide with the tokens of the listener and of the waker.
        if generations[index] < .max { freeSlots.append(index) }
        liveConnections -= 1
        if !isAccepting, !isDraining { resumeAccepting() }
    }

    private func pauseAccepting() {
        guard isAccepting else { return }
        isAccepting = false
        _ = tidemark_epoll_modify(epoll, listener, 0, Self.listenerToken)
        if nextSweep <= clock.now { nextSweep = clock.now + sweepInterval }
    }

    private func resumeAccepting() {
        guard !isAccepting, listener >= 0 else { return }
        isAccepting = true
        _ = tidemark_epoll_modify(epoll, listener, tidemark_epoll_in, Self.listenerToken)
    }

    private func sweep() {
        nextSweep = clock.now + sweepInterval
        if !isDraining { resumeAccepting() }
        for connection in slots {
            if let connection, connection.deadline <= clock.now { expire(connection) }
        }
        settle()
    }

    // MARK: The end

    private func drain(grace: Int) {
        let deadline = clock.now + grace
        drainDeadline = min(drainDeadline ?? .max, deadline)
        if listener >= 0 {
            close(listener)
            listener = -1
            isAccepting = false
        }
        for connection in slots {
            guard let connection else { continue }
            if connection.isBusy {
                tellGone(connection)
            } else if connection.phase == .reading, connection.parser.progress == .idle, !connection.canReceive {
                if connection.output.isEmpty {
                    remove(connection)
                } else {
                    connection.phase = .closing
                }
            }
        }
    }

    private func end() {
        let rest = inbox.withLock { inbox in
            let rest = inbox.messages
            inbox = Inbox(messages: [], isClosed: true)
            return rest
        }
        for message in rest { handle(message) }
        for connection in slots {
            if let connection { disconnect(connection) }
        }
        settle()
        slots = []
        ending.open()
    }
}
