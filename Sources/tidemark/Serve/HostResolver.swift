import Dispatch
import Glibc
import Specification

/// Asks the system for the addresses of a name.
enum HostResolver {
    private static let queue = DispatchQueue(label: "tidemark.resolver", attributes: .concurrent)

    /// Every address of a name; none when it does not resolve.
    static func addresses(of name: String) async -> [IPAddress] {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: look(up: name)) }
        }
    }

    private static func look(up name: String) -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(name, nil, &hints, &list) == 0 else { return [] }
        defer { freeaddrinfo(list) }
        return sequence(first: list, next: { $0?.pointee.ai_next }).compactMap { $0.flatMap(address) }
    }

    private static func address(_ info: UnsafeMutablePointer<addrinfo>) -> IPAddress? {
        guard let raw = UnsafeRawPointer(info.pointee.ai_addr) else { return nil }
        switch info.pointee.ai_family {
        case AF_INET:
            var address = raw.loadUnaligned(as: sockaddr_in.self).sin_addr
            return withUnsafeBytes(of: &address) { IPAddress(bytes: Array($0)) }
        case AF_INET6:
            var address = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            return withUnsafeBytes(of: &address) { IPAddress(bytes: Array($0)) }
        default:
            return nil
        }
    }
}
