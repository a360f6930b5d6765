import Glibc

/// The client has left, or the target is being stopped: there is nobody to misbehave to.
struct PeerLeft: Error {}

/// One connection, seen from the target: bytes go out as they are, and waiting ends when the client leaves.
final class HostilePeer: Sendable {
    let descriptor: Int32

    /// How many bytes an endless answer sends at a time.
    static let pieceSize = 64 << 10

    // Glibc's module hides it behind the GNU extensions.
    private static let leaving = Int16(0x2000)

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    // MARK: Sending

    /// Sends bytes.
    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.send(descriptor, buffer.baseAddress.map { $0 + sent }, buffer.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count >= 0 {
                sent += count
            } else if errno == EAGAIN {
                _ = try wait(for: Int16(POLLOUT), nil)
            } else if errno != EINTR {
                throw PeerLeft()
            }
        }
    }

    /// Sends text, one byte for each scalar up to U+00FF.
    func send(_ text: String) throws {
        try send(text.latin1)
    }

    /// Sends the same bytes until the client leaves.
    func sendForEver(_ bytes: [UInt8]) throws {
        let piece = Array(repeatElement(bytes, count: max(1, Self.pieceSize / bytes.count)).joined())
        while true { try send(piece) }
    }

    /// Sends bytes one by one, a second apart.
    func drip(_ bytes: [UInt8], every seconds: Double = 1) throws {
        for byte in bytes {
            try send([byte])
            try fallSilent(for: seconds)
        }
    }

    // MARK: Waiting

    /// Says nothing until the client leaves, or for so many seconds.
    func fallSilent(for seconds: Double? = nil) throws {
        _ = try wait(for: 0, seconds)
    }

    /// Waits for any of some events; `false` when the time is up.
    func wait(for events: Int16, _ seconds: Double?) throws -> Bool {
        var waiting = pollfd(fd: descriptor, events: events | Self.leaving, revents: 0)
        let count = poll(&waiting, 1, seconds.map { Int32($0 * 1000) } ?? -1)
        if count < 0 && errno == EINTR { return true }
        if waiting.revents & (Self.leaving | Int16(POLLERR) | Int16(POLLHUP)) != 0 { throw PeerLeft() }
        return count > 0
    }

    /// Waits until an answer has something to say, or the client leaves.
    func wait(forWake wake: Int32) throws {
        var waiting = [
            pollfd(fd: descriptor, events: Self.leaving, revents: 0),
            pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&waiting, 2, -1) >= 0 || errno == EINTR else { throw PeerLeft() }
        if waiting[0].revents != 0 { throw PeerLeft() }
    }

    /// More of what the client sends; nothing when it has ended its sending.
    func receive() throws -> [UInt8] {
        while true {
            var buffer = [UInt8](repeating: 0, count: 16384)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            if count >= 0 { return Array(buffer[..<count]) }
            if errno == EAGAIN {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
                poll(&waiting, 1, -1)
            } else if errno != EINTR {
                throw PeerLeft()
            }
        }
    }

    // MARK: Ending

    /// Breaks the connection off with a reset.
    func reset() throws {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        throw PeerLeft()
    }

    /// Closes the connection in good order, so that all that was sent arrives.
    func close() throws {
        shutdown(descriptor, Int32(SHUT_WR))
        while try !receive().isEmpty {}
        throw PeerLeft()
    }
}

extension String {
    /// One byte for each scalar up to U+00FF.
    var latin1: [UInt8] { unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
}
