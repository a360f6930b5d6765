import BlackBox
import Foundation
import Synchronization

/// A server on a free port whose every connection is a blocking conversation on a thread of its own.
final class ScriptedServer: Sendable {
    let port: Int
    private let listener: Int32
    private let shared = Shared()

    final class Shared: Sendable {
        struct State {
            var descriptors: Set<Int32> = []
            var received: [[UInt8]] = []
            var connectionCount = 0
            var isStopped = false
        }

        let state = Mutex(State())
    }

    /// - Parameter script: runs once for each connection, which is closed when it returns.
    init(_ script: @escaping @Sendable (ScriptedConnection) -> Void) throws {
        let (listener, port) = try Self.listen()
        self.listener = listener
        self.port = port
        let shared = self.shared
        Thread.detachNewThread {
            while true {
                let descriptor = accept(listener, nil, nil)
                guard descriptor >= 0 else { break }
                let number = shared.state.withLock { state -> Int? in
                    guard !state.isStopped else { return nil }
                    state.descriptors.insert(descriptor)
                    state.connectionCount += 1
                    return state.connectionCount
                }
                guard let number else {
                    close(descriptor)
                    break
                }
                Thread.detachNewThread {
                    script(ScriptedConnection(descriptor: descriptor, number: number, shared: shared))
                    shared.state.withLock { state in
                        state.descriptors.remove(descriptor)
                        close(descriptor)
                    }
                }
            }
            close(listener)
        }
    }

    deinit {
        shared.state.withLock { state in
            state.isStopped = true
            for descriptor in state.descriptors { shutdown(descriptor, Int32(SHUT_RDWR)) }
        }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    /// What every request brought, head and body as on the wire, in the order of arrival.
    var received: [[UInt8]] { shared.state.withLock { $0.received } }

    /// How many connections were accepted.
    var connectionCount: Int { shared.state.withLock { $0.connectionCount } }

    /// A target at this server.
    func target(version: Target.Version = .http11) throws -> Target {
        Target(base: try BaseURL("http://127.0.0.1:\(port)/base"), version: version)
    }

    /// A listening socket on a free port of 127.0.0.1.
    static func listen(backlog: Int32 = 512) throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let port: Int? = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                guard bind(descriptor, generic, length) == 0, Glibc.listen(descriptor, backlog) == 0,
                    getsockname(descriptor, generic, &length) == 0
                else { return nil }
                return Int(UInt16(bigEndian: pointer.pointee.sin_port))
            }
        }
        guard let port else { throw POSIXError(.EADDRNOTAVAIL) }
        return (descriptor, port)
    }
}

/// One connection of a ``ScriptedServer``.
final class ScriptedConnection: Sendable {
    let descriptor: Int32
    /// 1 for the server's first connection.
    let number: Int
    private let shared: ScriptedServer.Shared
    private let buffer = Mutex<[UInt8]>([])

    init(descriptor: Int32, number: Int, shared: ScriptedServer.Shared) {
        self.descriptor = descriptor
        self.number = number
        self.shared = shared
    }

    /// Reads one request, body included, and records it; `nil` when the client left.
    @discardableResult
    func readRequest() -> String? {
        guard let end = fill(until: { $0.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound }) else { return nil }
        let head = String(decoding: buffer.withLock { $0[..<end] }, as: UTF8.self).lowercased()
        var total: Int? = end
        if head.contains("transfer-encoding: chunked") {
            total = fill(until: { $0[end...].firstRange(of: Array("0\r\n\r\n".utf8))?.upperBound })
        } else if let line = head.split(separator: "\r\n").first(where: { $0.hasPrefix("content-length:") }),
            let length = Int(line.dropFirst(15).trimmingCharacters(in: .whitespaces))
        {
            total = fill(until: { $0.count >= end + length ? end + length : nil })
        }
        guard let total else { return nil }
        let request = buffer.withLock { buffer in
            defer { buffer.removeFirst(total) }
            return Array(buffer[..<total])
        }
        shared.state.withLock { $0.received.append(request) }
        return String(decoding: request, as: UTF8.self)
    }

    private func fill(until isComplete: ([UInt8]) -> Int?) -> Int? {
        while true {
            if let end = buffer.withLock({ isComplete($0) }) { return end }
            var piece = [UInt8](repeating: 0, count: 65536)
            let count = recv(descriptor, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            buffer.withLock { $0.append(contentsOf: piece[..<count]) }
        }
    }

    /// Waits until the client leaves.
    func waitForClose() {
        var piece = [UInt8](repeating: 0, count: 4096)
        while recv(descriptor, &piece, piece.count, 0) > 0 {}
    }

    /// Sends bytes; `false` when the client has left.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Sends text; `false` when the client has left.
    @discardableResult
    func send(_ text: String) -> Bool {
        send(Array(text.utf8))
    }

    /// Makes the close that follows a reset.
    func resetOnClose() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }
}
