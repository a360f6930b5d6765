/// Text and attributes of XML 1.0.
enum XMLText {
    /// The text with markup escaped and with what XML 1.0 cannot hold written out.
    static func escape(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\n", "\t": escaped.unicodeScalars.append(scalar)
            case _ where !isAllowed(scalar): escaped += "\\u{\(String(scalar.value, radix: 16))}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    /// The value of an attribute, in which line ends would turn into spaces.
    static func attribute(_ text: String) -> String {
        escape(text).replacing("\n", with: "&#10;").replacing("\t", with: "&#9;")
    }

    // XML 1.0 §2.2, without the carriage return, which a parser would turn into a line feed.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0x85, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }
}
