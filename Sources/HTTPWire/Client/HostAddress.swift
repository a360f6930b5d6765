import CLinux
import Glibc
import Synchronization

/// An address a connection can be made to.
struct HostAddress: Sendable {
    let family: Int32
    let bytes: [UInt8]

    /// The addresses of a host, in the order in which they are to be tried.
    ///
    /// The system's resolver blocks and cannot be stopped, so that names are looked up on a thread of their own, which
    /// is left to itself when the deadline passes.
    static func resolve(
        _ host: String, port: Int, until deadline: Int
    ) async throws(RawConnectionError) -> [HostAddress] {
        let host = ListeningSocket.unbracketed(host)
        if case .success(let addresses) = lookUp(host, port: port, flags: AI_NUMERICHOST) { return addresses }
        let task = Lookup()
        let thread = PosixThread("resolver") { task.finish(lookUp(host, port: port, flags: 0)) }
        guard let thread, task.descriptor >= 0 else {
            throw RawConnectionError(.unresolved, "cannot look up '\(host)': the system has no threads left")
        }
        thread.detach()
        switch await Readiness.reading.wait(for: task.descriptor, until: deadline) {
        case .cancelled: throw RawConnectionError(.cancelled, "cancelled while '\(host)' was looked up")
        case .timedOut: throw RawConnectionError(.timedOut, "'\(host)' was not resolved in time")
        case .ready, .impossible: break
        }
        switch task.result {
        case .success(let addresses)?: return addresses
        case .failure(let error)?: throw RawConnectionError(.unresolved, "'\(host)' does not resolve: \(error.reason)")
        case nil: throw RawConnectionError(.unresolved, "'\(host)' could not be looked up")
        }
    }

    private struct LookupError: Error {
        let reason: String
    }

    private final class Lookup: Sendable {
        let descriptor = tidemark_wake_create()
        private let found = Mutex<Result<[HostAddress], LookupError>?>(nil)

        deinit { if descriptor >= 0 { close(descriptor) } }

        var result: Result<[HostAddress], LookupError>? { found.withLock { $0 } }

        func finish(_ result: Result<[HostAddress], LookupError>) {
            found.withLock { $0 = result }
            tidemark_wake(descriptor)
        }
    }

    private static func lookUp(_ host: String, port: Int, flags: Int32) -> Result<[HostAddress], LookupError> {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = flags | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &list)
        guard status == 0 else { return .failure(LookupError(reason: String(cString: gai_strerror(status)))) }
        defer { freeaddrinfo(list) }
        var addresses: [HostAddress] = []
        var next = list
        while let entry = next?.pointee {
            let raw = UnsafeRawBufferPointer(start: entry.ai_addr, count: Int(entry.ai_addrlen))
            addresses.append(HostAddress(family: entry.ai_family, bytes: [UInt8](raw)))
            next = entry.ai_next
        }
        return .success(addresses)
    }
}
