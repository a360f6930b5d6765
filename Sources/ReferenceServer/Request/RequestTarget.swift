/// The target of a request, taken apart: nearly every request there is comes by here, so it is done in one pass.
struct RequestTarget {
    /// The path as it stands on the wire: the name of a stream.
    let name: String

    /// What follows the question mark.
    let query: Query

    enum Query: Sendable, Hashable {
        /// There is no question mark.
        case none
        /// Nothing but an `offset`, in need of no decoding.
        case offset(String)
        /// Anything else.
        case other(String)
    }

    init(_ target: String) {
        var target = target
        let parts = target.withUTF8 { bytes -> (String, Query)? in
            guard let mark = bytes.firstIndex(of: UInt8(ascii: "?")) else { return nil }
            let name = String(decoding: bytes[..<mark], as: UTF8.self)
            return (name, Self.query(UnsafeBufferPointer(rebasing: bytes[(mark + 1)...])))
        }
        name = parts?.0 ?? target
        query = parts?.1 ?? .none
    }

    private static func query(_ bytes: UnsafeBufferPointer<UInt8>) -> Query {
        let prefix: StaticString = "offset="
        let count = prefix.utf8CodeUnitCount
        guard bytes.count > count, (0..<count).allSatisfy({ bytes[$0] == prefix.utf8Start[$0] }) else {
            return .other(String(decoding: bytes, as: UTF8.self))
        }
        let value = UnsafeBufferPointer(rebasing: bytes[count...])
        for byte in value where byte == UInt8(ascii: "&") || byte == UInt8(ascii: "%") {
            return .other(String(decoding: bytes, as: UTF8.self))
        }
        return .offset(String(decoding: value, as: UTF8.self))
    }
}
