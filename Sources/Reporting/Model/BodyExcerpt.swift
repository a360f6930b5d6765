import Foundation

/// The beginning of a body in a form that a text can hold.
public struct BodyExcerpt: Sendable, Hashable {
    /// How the content is written.
    public enum Encoding: String, Sendable, Hashable, Codable {
        /// As text.
        case utf8 = "utf-8"
        /// In base64, because the bytes are not UTF-8.
        case base64
    }

    /// The size of the whole body in bytes.
    public var size: Int
    /// How the content is written.
    public var encoding: Encoding
    /// The content as far as the limit allows.
    public var content: String
    /// Whether the content ends before the body does.
    public var isTruncated: Bool

    /// The beginning of a body.
    ///
    /// - Parameters:
    ///   - limit: how many bytes of the body the content may stand for.
    ///   - omitted: how many bytes of the body came behind these and were not kept.
    public init(_ body: [UInt8], limit: Int, omitted: Int = 0) {
        size = body.count + omitted
        isTruncated = size > limit || omitted > 0
        if let text = Self.text(body, limit: limit, isCut: isTruncated) {
            encoding = .utf8
            content = text
        } else {
            encoding = .base64
            content = Data(body.prefix(limit)).base64EncodedString()
        }
    }

    // The cut may fall inside a character: up to three bytes are left out so that what remains is whole.
    private static func text(_ body: [UInt8], limit: Int, isCut: Bool) -> String? {
        guard isCut else { return String(validating: body, as: UTF8.self) }
        let end = min(limit, body.count)
        for less in 0...min(3, end) {
            if let text = String(validating: body.prefix(end - less), as: UTF8.self) { return text }
        }
        return nil
    }

    /// The content for people: quoted text in one line, or the base64 with its name.
    public var line: String {
        if size == 0 { return "(empty body)" }
        let shown = encoding == .utf8 ? "\"\(content.visible)\"" : "base64 \(content)"
        return isTruncated ? "\(shown)… (\(size) bytes)" : shown
    }
}
