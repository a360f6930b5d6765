/// A pattern over stream-root-relative paths (§6.2): `*` stands for one segment, `**` for any number, none included.
///
/// The text says no more than that; where it leaves room this type is strict and literal:
/// - Only a whole segment is a wildcard. In `foo*` and `***` the asterisks are ordinary characters; such a pattern
///   ``isAmbiguous``, because other servers read them otherwise.
/// - Nothing is decoded and letter case counts: `%2A` is three characters on both sides.
/// - Slashes only separate. A leading or trailing one makes an empty segment, which `*` matches like any other.
/// - Nothing matches a path below the reserved first segment `__ds`, where no application stream can be (§6).
public struct GlobPattern: Sendable, Hashable, CustomStringConvertible {
    /// The first segment that is reserved for control (§6).
    public static let reservedSegment = "__ds"

    /// The pattern as it was given.
    public let pattern: String

    private enum Segment: Sendable, Hashable {
        case literal([UInt8])
        case one
        case any
    }

    private let segments: [Segment]

    /// A pattern; `nil` when it is empty.
    public init?(_ pattern: String) {
        guard !pattern.isEmpty else { return nil }
        self.pattern = pattern
        segments = Self.split(pattern).map { segment in
            if segment.elementsEqual("*".utf8) { return .one }
            if segment.elementsEqual("**".utf8) { return .any }
            return .literal(Array(segment))
        }
    }

    /// Whether the pattern can match paths that it does not spell out.
    public var hasWildcards: Bool { segments.contains { $0 == .one || $0 == .any } }

    /// Whether an asterisk stands beside other characters of its segment, which servers read differently.
    public var isAmbiguous: Bool {
        segments.contains { segment in
            if case .literal(let bytes) = segment { bytes.contains(UInt8(ascii: "*")) } else { false }
        }
    }

    /// Whether the pattern matches a stream-root-relative path.
    ///
    /// Takes time proportional to the number of segments of the pattern times those of the path at worst.
    public func matches(_ path: String) -> Bool {
        let parts = Self.split(path)
        if let first = parts.first, first.elementsEqual(Self.reservedSegment.utf8) { return false }
        var (segment, part) = (0, 0)
        // Where to go on when what follows the last `**` fits nowhere: that `**` takes one part more. Only the last
        // one has to be remembered, because giving an earlier one more parts cannot help what a later one can reach.
        var retry: (segment: Int, part: Int)?
        while part < parts.count {
            if segment < segments.count, segments[segment] == .any {
                segment += 1
                retry = (segment, part)
            } else if segment < segments.count, Self.matches(segments[segment], parts[part]) {
                segment += 1
                part += 1
            } else if let last = retry {
                segment = last.segment
                part = last.part + 1
                retry = (segment, part)
            } else {
                return false
            }
        }
        return segments[segment...].allSatisfy { $0 == .any }
    }

    private static func matches(_ segment: Segment, _ part: Substring.UTF8View) -> Bool {
        switch segment {
        case .literal(let bytes): part.elementsEqual(bytes)
        case .one, .any: true
        }
    }

    private static func split(_ path: String) -> [Substring.UTF8View] {
        Substring(path).utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    }

    /// The pattern as it was given.
    public var description: String { pattern }
}
