/// A sentence of the protocol's text that uses a keyword of RFC 2119, named without holding it.
public struct KeywordSentence: Sendable, Hashable {
    /// A keyword of BCP 14, in capitals.
    public enum Keyword: String, Sendable, CaseIterable {
        case must = "MUST"
        case mustNot = "MUST NOT"
        case shall = "SHALL"
        case shallNot = "SHALL NOT"
        case should = "SHOULD"
        case shouldNot = "SHOULD NOT"
        case may = "MAY"
        case required = "REQUIRED"
        case notRequired = "NOT REQUIRED"
        case recommended = "RECOMMENDED"
        case notRecommended = "NOT RECOMMENDED"
        case optional = "OPTIONAL"
    }

    /// The line of the text, counted from 1, on which the sentence begins, and the hash of its words.
    public let reference: SentenceReference

    /// The number of the innermost numbered section that holds it, for example `9.1.3`.
    public let section: String

    /// Its keywords in their order, repeated as often as they occur.
    public let keywords: [Keyword]

    /// A keyword sentence.
    public init(_ line: Int, _ section: String, _ keywords: [Keyword], _ hash: String) {
        self.reference = SentenceReference(line, hash)
        self.section = section
        self.keywords = keywords
    }

    /// Whether it stands in the section or in one of its subsections.
    public func stands(in section: ProtocolSection) -> Bool {
        self.section == section.number || self.section.hasPrefix(section.number + ".")
    }
}
