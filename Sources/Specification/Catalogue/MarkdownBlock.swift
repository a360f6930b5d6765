/// A run of prose in a Markdown text: a heading, a paragraph, a list item or a table cell.
struct MarkdownBlock {
    /// What the lines say without their markers, each with its number.
    private(set) var lines: [(number: Int, text: String)]

    /// Whether it is a heading.
    let isHeading: Bool

    /// The section number of a heading such as `5.2.1. Title`, or `nil`.
    var headingNumber: String? {
        guard isHeading, let word = lines.first?.text.split(separator: " ").first else { return nil }
        let parts = word.split(separator: ".")
        guard !parts.isEmpty, parts.allSatisfy({ Int($0) != nil }) else { return nil }
        return parts.joined(separator: ".")
    }

    /// The blocks of the text in its order, code blocks left out.
    static func blocks(of text: String) -> [MarkdownBlock] {
        var blocks: [MarkdownBlock] = []
        var open = false
        var fence: String?
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let number = index + 1
            let content = trim(line)
            if let mark = fenceMark(content) {
                if fence == nil { fence = mark } else if content.allSatisfy({ String($0) == fence }) { fence = nil }
                open = false
                continue
            }
            if fence != nil { continue }
            if content.isEmpty {
                open = false
            } else if content.hasPrefix("#") {
                blocks.append(MarkdownBlock(lines: [(number, trim(content.drop { $0 == "#" }))], isHeading: true))
                open = false
            } else if content.hasPrefix("|") {
                for cell in cells(of: content) where !cell.isEmpty {
                    blocks.append(MarkdownBlock(lines: [(number, cell)], isHeading: false))
                }
                open = false
            } else if let item = listItem(content) {
                blocks.append(MarkdownBlock(lines: [(number, item)], isHeading: false))
                open = true
            } else if open {
                blocks[blocks.count - 1].lines.append((number, content))
            } else {
                blocks.append(MarkdownBlock(lines: [(number, content)], isHeading: false))
                open = true
            }
        }
        return blocks
    }

    /// The sentences with the line on which each begins; the last may lack its full stop.
    var sentences: [(line: Int, text: String)] {
        var sentences: [(line: Int, text: String)] = []
        var current = ""
        var start = lines.first?.number ?? 0
        var inCode = false
        for (number, text) in lines {
            if current.isEmpty { start = number } else { current.append(" ") }
            let characters = Array(text)
            for (index, character) in characters.enumerated() {
                if current.isEmpty {
                    if character == " " { continue }
                    start = number
                }
                if character == "`" { inCode.toggle() }
                current.append(character)
                if !inCode, Self.ends(characters, at: index, sentence: current) {
                    sentences.append((start, current))
                    current = ""
                }
            }
        }
        if !current.isEmpty { sentences.append((start, current)) }
        return sentences
    }

    /// Whether a sentence ends behind this character: a stop, perhaps closing marks, then white space or the line's end.
    private static func ends(_ characters: [Character], at index: Int, sentence: String) -> Bool {
        var stop = index
        while stop > 0, "*)\"'”".contains(characters[stop]) { stop -= 1 }
        guard ".!?".contains(characters[stop]) else { return false }
        let next = index + 1
        guard next < characters.count else { return true }
        guard characters[next] == " ", next + 1 < characters.count else { return false }
        guard !characters[next + 1].isLowercase else { return false }
        let word = sentence.split(separator: " ").last.map { String($0.drop { "(*\"".contains($0) }) } ?? ""
        return !["e.g.", "i.e.", "vs.", "cf."].contains(word)
    }

    private static func trim(_ text: some StringProtocol) -> String {
        var slice = text[...]
        while let first = slice.first, first.isWhitespace { slice.removeFirst() }
        while let last = slice.last, last.isWhitespace { slice.removeLast() }
        return String(slice)
    }

    private static func fenceMark(_ content: String) -> String? {
        if content.hasPrefix("```") { return "`" }
        if content.hasPrefix("~~~") { return "~" }
        return nil
    }

    private static func listItem(_ content: String) -> String? {
        for marker in ["- ", "* ", "+ "] where content.hasPrefix(marker) {
            return trim(content.dropFirst(2))
        }
        let digits = content.prefix { $0.isNumber }
        guard !digits.isEmpty, digits.count < 4 else { return nil }
        let rest = content.dropFirst(digits.count)
        guard rest.hasPrefix(". ") || rest.hasPrefix(") ") else { return nil }
        return trim(rest.dropFirst(2))
    }

    private static func cells(of row: String) -> [String] {
        var cells: [String] = []
        var cell = ""
        var inCode = false
        var escaped = false
        for character in row {
            if character == "`" { inCode.toggle() }
            if character == "|", !inCode, !escaped {
                cells.append(trim(cell))
                cell = ""
            } else {
                cell.append(character)
            }
            escaped = character == "\\"
        }
        cells.append(trim(cell))
        return cells
    }
}
