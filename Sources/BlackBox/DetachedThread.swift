import Glibc

/// Threads for libcurl, which blocks, and which nothing waits for.
enum DetachedThread {
    private final class Body: Sendable {
        let action: @Sendable () -> Void

        init(_ action: @escaping @Sendable () -> Void) {
            self.action = action
        }
    }

    /// Runs an action on a thread of its own; `false` when the system has none left.
    static func start(_ action: @escaping @Sendable () -> Void) -> Bool {
        var thread = pthread_t()
        let body = Unmanaged.passRetained(Body(action))
        guard pthread_create(&thread, nil, main, body.toOpaque()) == 0 else {
            body.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    private static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { pointer in
        guard let pointer else { return nil }
        // OpenSSL writes without MSG_NOSIGNAL; a peer that left must not end the process.
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().action()
        return nil
    }
}
