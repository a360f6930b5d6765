/// How text is marked on a terminal. Every mark repeats what a word already says.
public struct TerminalStyle: Sendable, Hashable {
    /// Whether marks are written at all.
    public var hasColour: Bool

    /// The number of columns that text is wrapped to.
    public var width: Int

    /// The narrowest and the widest text that is laid out.
    public static let widths = 72...100

    /// A style for a terminal of some width.
    public init(hasColour: Bool, width: Int) {
        self.hasColour = hasColour
        self.width = min(max(width, Self.widths.lowerBound), Self.widths.upperBound)
    }

    enum Mark: String {
        case bold = "1"
        case dim = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
        case redBold = "1;31"
        case greenBold = "1;32"
        case yellowBold = "1;33"
    }

    func callAsFunction(_ mark: Mark, _ text: String) -> String {
        hasColour ? "\u{1B}[\(mark.rawValue)m\(text)\u{1B}[0m" : text
    }
}
