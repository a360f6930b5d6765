import CLinux
import Glibc

/// Waits for a signal that asks the process to end, so that it can end in good order.
///
/// The first signal of each kind is caught; a second one ends the process at once, as it would without this.
public struct SignalWaiter: Sendable {
    private let reader: Int32

    /// Catches signals from now on. There must be one waiter in a process only: the last one made gets the signals.
    ///
    /// - Returns: `nil` when the system has no descriptors left.
    public init?(_ signals: [Int32] = [SIGTERM, SIGINT]) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        guard tidemark_forward_signals(signals, Int32(signals.count), ends[1]) == 0 else {
            for end in ends { close(end) }
            return nil
        }
        reader = ends[0]
    }

    /// Waits for the next signal and returns its number.
    public func wait() async -> Int32 {
        let reader = reader
        return await withCheckedContinuation { continuation in
            let thread = PosixThread("signals") {
                var byte: UInt8 = 0
                while read(reader, &byte, 1) != 1 {}
                continuation.resume(returning: Int32(byte))
            }
            guard let thread else { return continuation.resume(returning: SIGTERM) }
            thread.detach()
        }
    }
}
