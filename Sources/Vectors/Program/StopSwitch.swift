import CLinux
import Glibc

/// Ends what is under way, from any thread.
public final class StopSwitch: Sendable {
    /// Readable once the switch was thrown.
    let descriptor: Int32
    private let writer: Int32

    /// A switch; `nil` when the system has no descriptors left.
    public init?() {
        guard let ends = Descriptors.pipe() else { return nil }
        (descriptor, writer) = (ends.reader, ends.writer)
    }

    deinit {
        close(descriptor)
        close(writer)
    }

    /// Throws the switch; it stays thrown.
    public func stop() {
        var byte: UInt8 = 1
        _ = write(writer, &byte, 1)
    }
}

/// Pipes that programs started meanwhile do not inherit.
enum Descriptors {
    static func pipe() -> (reader: Int32, writer: Int32)? {
        var ends: [Int32] = [-1, -1]
        guard tidemark_pipe(&ends) == 0 else { return nil }
        return (ends[0], ends[1])
    }

    static func unblock(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }
}
