import Foundation
import Synchronization

/// A server on a free port whose every connection runs a script on a thread of its own.
final class SmallServer: Sendable {
    /// The open connections; `nil` once the server has stopped.
    private final class Connections: Sendable {
        let open = Mutex<Set<Int32>?>([])
    }

    let port: Int
    private let listener: Int32
    private let connections = Connections()

    /// - Parameter script: what each connection does; it is closed when that returns.
    init(_ script: @escaping @Sendable (SmallConnection) -> Void) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port: Int? = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                guard bind(listener, generic, length) == 0, listen(listener, 128) == 0,
                    getsockname(listener, generic, &length) == 0
                else { return nil }
                return Int(UInt16(bigEndian: pointer.pointee.sin_port))
            }
        }
        guard let port else { throw POSIXError(.EADDRNOTAVAIL) }
        self.port = port
        self.listener = listener
        let connections = self.connections
        Thread.detachNewThread {
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { break }
                let isOpen = connections.open.withLock { open in open?.insert(descriptor).inserted ?? false }
                guard isOpen else {
                    close(descriptor)
                    break
                }
                Thread.detachNewThread {
                    script(SmallConnection(descriptor: descriptor))
                    connections.open.withLock { open in
                        open?.remove(descriptor)
                        close(descriptor)
                    }
                }
            }
            close(listener)
        }
    }

    deinit {
        connections.open.withLock { open in
            for descriptor in open ?? [] { shutdown(descriptor, Int32(SHUT_RDWR)) }
            open = nil
        }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// A stream root at this server.
    func url(_ scheme: String = "http") -> String { "\(scheme)://127.0.0.1:\(port)/v1/stream" }
}

/// One connection of a ``SmallServer``.
struct SmallConnection: Sendable {
    let descriptor: Int32

    /// Reads until the blank line behind a head and returns the head; `nil` when the client left before.
    @discardableResult
    func readHead() -> String? {
        var seen: [UInt8] = []
        var byte: UInt8 = 0
        while !seen.suffix(4).elementsEqual(Array("\r\n\r\n".utf8)) {
            guard recv(descriptor, &byte, 1, 0) == 1 else { return nil }
            seen.append(byte)
        }
        return String(decoding: seen, as: UTF8.self)
    }

    /// Sends text; `false` when the client left.
    @discardableResult
    func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }

    /// Waits until the client leaves.
    func waitForClose() {
        var piece = [UInt8](repeating: 0, count: 4096)
        while recv(descriptor, &piece, piece.count, 0) > 0 {}
    }
}
