import Specification

/// Which checks of the suite a run takes.
public struct Selection: Sendable {
    /// Only these profiles; empty for all.
    public var profiles: Set<Profile> = []
    /// Only checks that match one of these patterns; empty for all.
    public var run: [CheckPattern] = []
    /// None that match one of these.
    public var skip: [CheckPattern] = []
    /// Whether checks that take minutes are taken too.
    public var includesExhaustive = false

    /// Everything.
    public init() {}

    /// Whether a check is taken.
    public func contains(_ check: Check) -> Bool {
        if check.isExhaustive && !includesExhaustive { return false }
        if !profiles.isEmpty && !profiles.contains(check.requirement.profile) { return false }
        if !run.isEmpty && !run.contains(where: { $0.matches(check.id) }) { return false }
        return !skip.contains { $0.matches(check.id) }
    }
}

/// A pattern over check ids: `*` stands for any characters, `?` for one.
///
/// A pattern without a variant also takes every variant: `append.closed` takes `append.closed/with-producer`.
public struct CheckPattern: Sendable, Hashable, CustomStringConvertible {
    /// The pattern as it was given.
    public let description: String

    /// A pattern, or `nil` when it is empty or holds white space.
    public init?(_ pattern: String) {
        guard !pattern.isEmpty, !pattern.contains(where: \.isWhitespace) else { return nil }
        description = pattern
    }

    /// Whether an id matches.
    public func matches(_ id: String) -> Bool {
        if Self.matches(Array(description.utf8), Array(id.utf8)) { return true }
        guard !description.contains("/"), let slash = id.firstIndex(of: "/") else { return false }
        return Self.matches(Array(description.utf8), Array(id[..<slash].utf8))
    }

    private static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        // Greedy with one point of return, which is linear in practice and needs no recursion.
        var position = 0
        var index = 0
        var star: (pattern: Int, text: Int)?
        while index < text.count {
            if position < pattern.count, pattern[position] == UInt8(ascii: "*") {
                star = (position, index)
                position += 1
            } else if position < pattern.count,
                pattern[position] == UInt8(ascii: "?") || pattern[position] == text[index]
            {
                position += 1
                index += 1
            } else if let last = star {
                position = last.pattern + 1
                index = last.text + 1
                star = (last.pattern, index)
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

/// Checks that are known to fail, one pattern a line; what follows `#` is a remark.
///
/// An entry that no failing check matches any more is stale and fails the run, so that the list can only shrink.
public struct Baseline: Sendable {
    /// The entries, in order.
    public let patterns: [CheckPattern]

    /// A line that is not an entry.
    public struct Malformed: Error, Sendable, CustomStringConvertible {
        /// Names the line and what is wrong with it.
        public let description: String
    }

    /// No entries.
    public init() { patterns = [] }

    /// Reads a list.
    ///
    /// - Throws: ``Malformed`` with the number of the line.
    public init(parsing text: String) throws(Malformed) {
        var patterns: [CheckPattern] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let entry = line.prefix { $0 != "#" }.drop(while: \.isWhitespace)
            let trimmed = String(entry.reversed().drop(while: \.isWhitespace).reversed())
            if trimmed.isEmpty { continue }
            guard let pattern = CheckPattern(trimmed) else {
                throw Malformed(description: "line \(number + 1): '\(trimmed)' is not one check id or pattern")
            }
            patterns.append(pattern)
        }
        self.patterns = patterns
    }

    /// Whether a check is expected to fail.
    public func contains(_ id: String) -> Bool {
        patterns.contains { $0.matches(id) }
    }
}
