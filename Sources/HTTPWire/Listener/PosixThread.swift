import CLinux
import Glibc

/// A thread of the system, for loops that block and must not hold a thread of Swift's own pool.
public struct PosixThread: Sendable {
    private let handle: pthread_t

    /// Starts a thread; `nil` when the system has none to give.
    public init?(_ name: String, _ body: @escaping @Sendable () -> Void) {
        var handle = pthread_t()
        let box = Unmanaged.passRetained(ThreadBody(name: name, body: body))
        guard pthread_create(&handle, nil, runThread, box.toOpaque()) == 0 else {
            box.release()
            return nil
        }
        self.handle = handle
    }

    /// Waits for the end of the thread and frees it.
    public func join() {
        pthread_join(handle, nil)
    }

    /// Lets the thread free itself at its end.
    public func detach() {
        pthread_detach(handle)
    }
}

private final class ThreadBody: Sendable {
    let name: String
    let body: @Sendable () -> Void

    init(name: String, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.body = body
    }
}

private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let thread = Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue()
    tidemark_name_thread(thread.name)
    thread.body()
    return nil
}
