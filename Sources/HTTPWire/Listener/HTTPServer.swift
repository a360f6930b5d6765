import Glibc
import HTTPMessage
import Synchronization

/// A listener that puts a service on a port.
///
/// It is our own because a reference that others are measured against has to answer malformed requests with exactly one
/// well-formed refusal, hand on target bytes undecoded, and notice that a waiting client has left; the C library that
/// was tried, libmicrohttpd 0.9.75, does none of these, and a plain epoll loop was as fast as it was.
///
/// The service is called on the thread of a loop and must not block; it answers from any thread. A client that ends its
/// sending while its request is under way counts as one that leaves, as it does elsewhere, but an answer given
/// nevertheless is sent to it.
public final class HTTPServer: Sendable {
    /// The host it was asked to listen on.
    public let host: String

    /// The port it listens on.
    public let port: Int

    private let loops: [EventLoop]
    private let threads: Mutex<[PosixThread]>

    /// Opens a port and answers requests until ``shutdown(grace:)``.
    ///
    /// - Parameters:
    ///   - host: an address or a name, an IPv6 address with or without brackets.
    ///   - port: a port, or 0 for any that is free.
    /// - Throws: why it cannot listen there, in a sentence.
    public static func start(
        host: String = "127.0.0.1", port: Int = 0, configuration: Configuration = .standard, service: any HTTPService
    ) throws(StartError) -> HTTPServer {
        let sockets = try ListeningSocket.open(host: host, port: port, count: max(1, configuration.loops))
        var loops: [EventLoop] = []
        do {
            for socket in sockets {
                loops.append(
                    try EventLoop(listener: socket.descriptor, service: service, configuration: configuration)
                )
            }
        } catch {
            // A loop that failed has closed its own socket.
            for socket in sockets.dropFirst(loops.count + 1) { close(socket.descriptor) }
            throw error
        }
        var threads: [PosixThread] = []
        for loop in loops {
            guard let thread = PosixThread("http-loop", { loop.run() }) else {
                for loop in loops { loop.leave(.stop(grace: 0)) }
                throw .system("no thread can be started")
            }
            threads.append(thread)
        }
        return HTTPServer(host: host, port: sockets[0].port, loops: loops, threads: threads)
    }

    private init(host: String, port: Int, loops: [EventLoop], threads: [PosixThread]) {
        self.host = host
        self.port = port
        self.loops = loops
        self.threads = Mutex(threads)
    }

    deinit {
        let threads = threads.withLock { $0 }
        guard !threads.isEmpty else { return }
        for loop in loops { loop.leave(.stop(grace: 0)) }
        for thread in threads { thread.detach() }
    }

    /// Host and port as a URL has them.
    public var authority: String {
        host.contains(":") && !host.hasPrefix("[") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// Stops: accepts no more, closes idle connections, tells exchanges under way that their clients are leaving,
    /// sends what is answered within `grace`, then closes the rest. Returns when the threads have ended.
    public func shutdown(grace: Duration = .seconds(5)) async {
        for loop in loops { loop.leave(.stop(grace: grace.milliseconds)) }
        for loop in loops { await loop.ending.wait() }
        let ended = threads.withLock { threads in
            let ended = threads
            threads = []
            return ended
        }
        for thread in ended { thread.join() }
    }
}
