import CLinux
import Glibc
import HTTPMessage
import HTTPWire
import ReferenceServer
import Synchronization

/// Puts a hostile target on a port: raw sockets, a thread for each connection, the reference server behind it.
///
/// Our own listener cannot be used for this: it sends nothing that is not HTTP.
public final class HostileServer: Sendable {
    /// What it does.
    public let target: HostileTarget

    /// The host it was asked to listen on.
    public let host: String

    /// The port it listens on.
    public let port: Int

    /// The path below which streams are created.
    public let rootPath: String

    /// How many file descriptors it is good for it to have: two for each connection of a busy runner.
    public static let wantedDescriptors = 8192

    let service: any HTTPService

    private struct State {
        var connections: Set<Int32> = []
        var fillers: [Int32] = []
        var threads = 0
        var hasStopped = false
        var whenEmpty: [CheckedContinuation<Void, Never>] = []
    }

    private let listener: Int32
    private let state = Mutex(State())
    private let requests = Atomic(0)
    private let strikes = Atomic(0)

    /// Opens a port and misbehaves on it until ``stop()``.
    ///
    /// - Parameters:
    ///   - host: an address or a name, an IPv6 address with or without brackets.
    ///   - port: a port, or 0 for any that is free.
    ///   - configuration: that of the reference server behind it.
    /// - Throws: why it cannot listen there, in a sentence.
    public static func start(
        _ target: HostileTarget, host: String = "127.0.0.1", port: Int = 0,
        configuration: ReferenceServer.Configuration = .init()
    ) throws(HTTPServer.StartError) -> HostileServer {
        let socket = try ListeningSocket.open(host: host, port: port, count: 1)[0]
        let server = HostileServer(
            target, host: host, port: socket.port, listener: socket.descriptor,
            service: ReferenceServer(configuration: configuration), rootPath: configuration.rootPath)
        if case .neverAccepts = target.behaviour {
            server.fillBacklog()
        } else {
            guard server.startThread({ server.accept() }) else { throw .system("no thread can be started") }
        }
        return server
    }

    private init(
        _ target: HostileTarget, host: String, port: Int, listener: Int32, service: any HTTPService, rootPath: String
    ) {
        self.target = target
        self.host = host
        self.port = port
        self.listener = listener
        self.service = service
        self.rootPath = rootPath
    }

    deinit { close(listener) }

    /// The stream root.
    public var url: String {
        let authority = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]:\(port)" : "\(host):\(port)"
        return "http://\(authority)\(rootPath)"
    }

    /// How many requests were answered wrongly so far.
    public var strikeCount: Int { strikes.load(ordering: .relaxed) }

    /// Stops: breaks off every connection and waits until the threads have ended.
    public func stop() async {
        die()
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.threads > 0 { state.whenEmpty.append(continuation) }
                return state.threads == 0
            }
            if isEmpty { continuation.resume() }
        }
    }

    /// Accepts nothing more and breaks off every connection, as a process that is killed does.
    func die() {
        state.withLock { state in
            guard !state.hasStopped else { return }
            state.hasStopped = true
            for descriptor in state.fillers { close(descriptor) }
            for descriptor in state.connections { shutdown(descriptor, Int32(SHUT_RDWR)) }
            shutdown(listener, Int32(SHUT_RDWR))
        }
    }

    /// The number of the request that has just come.
    func countRequest() -> Int { requests.add(1, ordering: .relaxed).newValue }

    /// How many requests were answered wrongly before this one.
    func countStrike() -> Int { strikes.add(1, ordering: .relaxed).oldValue }

    // MARK: Connections

    private func accept() {
        while true {
            var waiting = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
            poll(&waiting, 1, -1)
            if state.withLock({ $0.hasStopped }) { return }
            let descriptor = tidemark_accept(listener)
            guard descriptor >= 0 else {
                // Out of descriptors: the client waits until some connection has ended.
                if errno == EMFILE || errno == ENFILE { usleep(10_000) }
                continue
            }
            let isKept = state.withLock { state in
                if !state.hasStopped { state.connections.insert(descriptor) }
                return !state.hasStopped
            }
            guard isKept, startThread({ self.converse(descriptor) }) else {
                forget(descriptor)
                continue
            }
        }
    }

    private func converse(_ descriptor: Int32) {
        HostileConversation(peer: HostilePeer(descriptor: descriptor), server: self).run()
        forget(descriptor)
    }

    // Closed under the lock, so that nobody shuts down a stranger's descriptor of the same number.
    private func forget(_ descriptor: Int32) {
        state.withLock { state in
            state.connections.remove(descriptor)
            close(descriptor)
        }
    }

    private func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
        state.withLock { $0.threads += 1 }
        let thread = PosixThread("hostile") {
            body()
            self.endThread()
        }
        guard let thread else {
            endThread()
            return false
        }
        thread.detach()
        return true
    }

    private func endThread() {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.threads -= 1
            guard state.threads == 0 else { return [] }
            defer { state.whenEmpty = [] }
            return state.whenEmpty
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Shortens the queue of the listener and fills it, so that the system leaves further connections unanswered.
    private func fillBacklog() {
        listen(listener, 0)
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                getsockname(listener, generic, &length)
                for _ in 0..<4 {
                    let kind =
                        Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
                    let descriptor = socket(Int32(generic.pointee.sa_family), kind, 0)
                    guard descriptor >= 0 else { return }
                    connect(descriptor, generic, length)
                    state.withLock { $0.fillers.append(descriptor) }
                }
            }
        }
    }
}
