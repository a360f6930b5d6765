import HTTPMessage
import Specification

/// The path of a stream: the raw path of its URL, which is its name.
///
/// Nothing is decoded or normalised, so two spellings are two streams. What could be taken for another path by
/// something between client and server is refused (§12.2).
struct StreamPath {
    /// The first segment below the root that the protocol keeps for itself (§6).
    static let reservedSegment = "__ds"

    /// Throws unless a path can be the name of a stream.
    static func validate(_ path: String, _ configuration: ReferenceServer.Configuration) throws(Refusal) {
        let root = configuration.rootPath.utf8
        let bytes = path.utf8
        guard bytes.starts(with: root), bytes.dropFirst(root.count).first == UInt8(ascii: "/") else {
            throw Refusal(.notFound, "Streams are below \(configuration.rootPath)/.")
        }
        guard bytes.count <= configuration.maximumPathLength else {
            throw Refusal(
                HTTPResponse.Status(code: 414), "The path is longer than \(configuration.maximumPathLength) bytes.")
        }
        let segments = bytes.dropFirst(root.count + 1)
            .split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for segment in segments { try validate(segment: Substring(segment)) }
        // However it is spelled: what decodes paths on the way must not turn a stream into a control path.
        if let first = segments.first, PercentCoding.decode(Substring(first)) == Array(reservedSegment.utf8) {
            throw Refusal(.notFound, "There is nothing at this reserved path.")
        }
    }

    private static func validate(segment: Substring) throws(Refusal) {
        guard !segment.isEmpty else { throw .badRequest("The path has an empty segment.") }
        guard segment.utf8.allSatisfy(isPathByte) else {
            throw .badRequest("The path has a character that must be percent-encoded.")
        }
        guard let decoded = PercentCoding.decode(segment) else {
            throw .badRequest("The path has a broken percent-encoding.")
        }
        guard decoded.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw .badRequest("The path has an encoded control character.")
        }
        guard String(validating: decoded, as: UTF8.self) != nil else {
            throw .badRequest("The path has an encoding that is not UTF-8.")
        }
        let parts = decoded.split { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
        guard !parts.contains(where: isDotSegment) else { throw .badRequest("The path has a dot segment.") }
    }

    private static func isDotSegment(_ part: ArraySlice<UInt8>) -> Bool {
        !part.isEmpty && part.count <= 2 && part.allSatisfy { $0 == UInt8(ascii: ".") }
    }

    /// The characters of a segment in RFC 3986 §3.3, and the percent sign.
    private static func isPathByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "!"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "'"),
            UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: ","),
            UInt8(ascii: ";"), UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: "@"):
            true
        default:
            PercentCoding.isUnreserved(byte)
        }
    }
}
