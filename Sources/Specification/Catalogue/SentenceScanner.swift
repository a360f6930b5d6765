/// Finds the keyword sentences of a protocol text written in Markdown.
///
/// Code blocks and code spans are not searched. A list item, a table cell, a heading and a paragraph each hold their own
/// sentences, so an edit moves nothing but what it touches.
public enum SentenceScanner {
    /// The keyword sentences of the text, in its order.
    public static func scan(_ text: String) -> [KeywordSentence] {
        var section = ""
        var sentences: [KeywordSentence] = []
        for block in MarkdownBlock.blocks(of: text) {
            if let number = block.headingNumber { section = number }
            for sentence in block.sentences {
                let keywords = keywords(in: sentence.text)
                guard !keywords.isEmpty else { continue }
                sentences.append(
                    KeywordSentence(sentence.line, section, keywords, hash(of: sentence.text)))
            }
        }
        return sentences
    }

    /// The first 12 hexadecimal digits of the SHA-256 of the sentence, emphasis removed and white space collapsed.
    public static func hash(of sentence: String) -> String {
        String(SHA256.hexDigest(Array(normalised(sentence).utf8)).prefix(12))
    }

    /// The sentence without Markdown emphasis and with single spaces; code spans keep their characters.
    static func normalised(_ sentence: String) -> String {
        var plain = ""
        var inCode = false
        for character in sentence {
            if character == "`" { inCode.toggle() }
            if character == "*", !inCode { continue }
            plain.append(character)
        }
        return plain.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The keywords outside code spans, as whole words in capitals.
    static func keywords(in sentence: String) -> [KeywordSentence.Keyword] {
        let words = words(outsideCodeOf: sentence)
        var found: [KeywordSentence.Keyword] = []
        var index = 0
        while index < words.count {
            if index + 1 < words.count,
                let pair = KeywordSentence.Keyword(rawValue: words[index] + " " + words[index + 1])
            {
                found.append(pair)
                index += 2
                continue
            }
            if let single = KeywordSentence.Keyword(rawValue: words[index]) { found.append(single) }
            index += 1
        }
        return found
    }

    private static func words(outsideCodeOf sentence: String) -> [String] {
        var words: [String] = []
        var word = ""
        var inCode = false
        for character in sentence + " " {
            if character == "`" { inCode.toggle() }
            if !inCode, character.isLetter || character.isNumber || character == "_" {
                word.append(character)
            } else if !word.isEmpty {
                words.append(word)
                word = ""
            }
        }
        return words
    }
}
