/// How large the parts of a message may be before it is refused.
///
/// The defaults are generous for a client that means well and small enough that a connection cannot take a server down.
public struct HTTPLimits: Sendable, Hashable {
    /// The request line or the status line with its line end, in bytes. A longer request line is refused with 414.
    public var maximumStartLineBytes: Int

    /// All field lines with their line ends, in bytes; trailers have the same room again. More is refused with 431.
    public var maximumHeaderBytes: Int

    /// The number of field lines; trailers have the same number again. More is refused with 431.
    public var maximumHeaderCount: Int

    /// The body with its framing removed, in bytes. A larger one is refused with 413.
    public var maximumBodyBytes: Int

    /// The line that begins a chunk, with its extensions and line end, in bytes. A longer one is refused with 400.
    public var maximumChunkLineBytes: Int

    /// The number of empty lines skipped before a request line (RFC 9112 §2.2). More is refused with 400.
    public var maximumLeadingEmptyLines: Int

    /// The number of 1xx responses skipped before a final one.
    public var maximumInterimResponses: Int

    /// Limits, each with its default.
    public init(
        maximumStartLineBytes: Int = 8192, maximumHeaderBytes: Int = 32768, maximumHeaderCount: Int = 128,
        maximumBodyBytes: Int = 64 << 20, maximumChunkLineBytes: Int = 1024, maximumLeadingEmptyLines: Int = 4,
        maximumInterimResponses: Int = 16
    ) {
        self.maximumStartLineBytes = maximumStartLineBytes
        self.maximumHeaderBytes = maximumHeaderBytes
        self.maximumHeaderCount = maximumHeaderCount
        self.maximumBodyBytes = maximumBodyBytes
        self.maximumChunkLineBytes = maximumChunkLineBytes
        self.maximumLeadingEmptyLines = maximumLeadingEmptyLines
        self.maximumInterimResponses = maximumInterimResponses
    }

    /// 8 KiB start line, 32 KiB and 128 lines of fields, 64 MiB body.
    public static let standard = HTTPLimits()
}
