import Specification

/// One page of the generated protocol reference, before it is written in any format.
public struct Page: Sendable, Hashable {
    /// The name of its file, without an extension.
    public var name: String
    /// What it is called.
    public var title: String
    /// What stands on it.
    public var blocks: [Block]

    /// A page.
    public init(name: String, title: String, blocks: [Block]) {
        self.name = name
        self.title = title
        self.blocks = blocks
    }

    /// What stands by itself on a page.
    public enum Block: Sendable, Hashable {
        /// A heading of a level from 2 on; the title has level 1. The anchor is where links to it lead.
        case heading(Int, [Inline], anchor: String?)
        /// A paragraph.
        case paragraph([Inline])
        /// A list without numbers.
        case list([[Inline]])
        /// A table. Columns behind the first that hold numbers only are aligned to the right.
        case table([[Inline]], rows: [[[Inline]]])
        /// Text that is shown as it is.
        case code(String, language: String)
    }

    /// A piece of a paragraph.
    public enum Inline: Sendable, Hashable {
        /// Words.
        case text(String)
        /// Something typed by a program or for one.
        case code(String)
        /// Words that stand out.
        case strong(String)
        /// A link to another page, or to a place on it.
        indirect case page(String, anchor: String?, Inline)
        /// A link to a place on the same page.
        indirect case place(String, Inline)
        /// A link to anywhere.
        case link(String, url: String)
    }
}

extension [Page.Inline] {
    /// Words in which code stands between back quotes, as in the statements of requirements.
    public init(markup: String) {
        var pieces: [Page.Inline] = []
        for (index, piece) in markup.split(separator: "`", omittingEmptySubsequences: false).enumerated()
        where !piece.isEmpty {
            pieces.append(index % 2 == 0 ? .text(String(piece)) : .code(String(piece)))
        }
        self = pieces
    }
}

/// A format that pages are written in.
public protocol PageFormat: Sendable {
    /// The name of the file that holds a page.
    static func fileName(of page: String) -> String

    /// The whole file.
    static func text(of page: Page) -> String

    /// The line near the beginning of every file by which generated files are told from others.
    static var mark: String { get }
}

extension PageFormat {
    /// Whether a text was written by this format.
    public static func isGenerated(_ text: String) -> Bool {
        text.split(separator: "\n", maxSplits: 4, omittingEmptySubsequences: false).prefix(4).contains { $0 == mark }
    }
}
