import CLinux
import Glibc

/// A socket that listens, and the port it got.
///
/// Whoever opened it closes the descriptor.
public struct ListeningSocket: Sendable {
    /// The descriptor; it does not block.
    public let descriptor: Int32
    /// The port.
    public let port: Int

    /// Opens a socket for each of `count` loops, all on one port.
    ///
    /// - Throws: why it cannot listen there, in a sentence.
    public static func open(host: String, port: Int, count: Int) throws(HTTPServer.StartError) -> [ListeningSocket] {
        guard (0...65535).contains(port) else { throw .invalidPort(port) }
        guard count > 1 else { return [try ListeningSocket(host: host, port: port, sharesPort: false)] }
        // Sharing would also join a stranger's port, so the port is first claimed alone.
        let claim = try ListeningSocket(host: host, port: port, sharesPort: false)
        close(claim.descriptor)
        var sockets: [ListeningSocket] = []
        do {
            for _ in 0..<count {
                sockets.append(try ListeningSocket(host: host, port: claim.port, sharesPort: true))
            }
        } catch {
            for socket in sockets { close(socket.descriptor) }
            throw error
        }
        return sockets
    }

    private init(host: String, port: Int, sharesPort: Bool) throws(HTTPServer.StartError) {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(Self.unbracketed(host), String(port), &hints, &list)
        guard status == 0, let list else {
            throw .unresolvedHost(host, reason: String(cString: gai_strerror(status)))
        }
        defer { freeaddrinfo(list) }
        var candidates: [UnsafeMutablePointer<addrinfo>] = []
        var next: UnsafeMutablePointer<addrinfo>? = list
        while let candidate = next {
            candidates.append(candidate)
            next = candidate.pointee.ai_next
        }
        // A name such as localhost has two addresses; people expect the older kind.
        let ordered =
            candidates.filter { $0.pointee.ai_family == AF_INET }
            + candidates.filter { $0.pointee.ai_family != AF_INET }
        var failure = HTTPServer.StartError.unresolvedHost(host, reason: "it has no address")
        for candidate in ordered {
            do {
                self = try Self(candidate.pointee, host: host, port: port, sharesPort: sharesPort)
                return
            } catch {
                failure = error
            }
        }
        throw failure
    }

    private init(
        _ address: addrinfo, host: String, port: Int, sharesPort: Bool
    ) throws(HTTPServer.StartError) {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.ai_family, kind, address.ai_protocol)
        guard descriptor >= 0 else { throw .system(String(cString: strerror(errno))) }
        var on: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, size)
        if sharesPort { setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, size) }
        guard bind(descriptor, address.ai_addr, address.ai_addrlen) == 0, listen(descriptor, 4096) == 0 else {
            let reason = errno
            close(descriptor)
            switch reason {
            case EADDRINUSE: throw .addressInUse(host: host, port: port)
            case EADDRNOTAVAIL: throw .addressNotAvailable(host: host)
            case EACCES, EPERM: throw .notPermitted(host: host, port: port)
            default: throw .system(String(cString: strerror(reason)))
            }
        }
        self.descriptor = descriptor
        self.port = Self.port(of: descriptor)
    }

    private static func port(of descriptor: Int32) -> Int {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &length) }
            // The port is at the same place in both kinds of address.
            return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                Int(UInt16(bigEndian: $0.pointee.sin_port))
            }
        }
    }

    /// An address without the brackets that IPv6 has in URLs.
    static func unbracketed(_ host: String) -> String {
        host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
    }
}
