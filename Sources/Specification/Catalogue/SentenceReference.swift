/// Names one keyword sentence of the pinned text without holding it: the line it begins on and a hash of its words.
public struct SentenceReference: Sendable, Hashable, CustomStringConvertible {
    /// The line of `PROTOCOL.md`, counted from 1, on which the sentence begins.
    public let line: Int

    /// The first 12 hexadecimal digits of the SHA-256 of the sentence, white space and Markdown emphasis normalised.
    public let hash: String

    /// A reference to a sentence.
    public init(_ line: Int, _ hash: String) {
        self.line = line
        self.hash = hash
    }

    /// Line and hash in one word.
    public var description: String { "L\(line)#\(hash)" }
}
