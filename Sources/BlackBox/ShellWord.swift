/// Bytes as a word of a shell command, so that the shell hands on exactly those bytes.
enum ShellWord {
    private static let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=@%+,-".utf8)

    /// A word: bare where nothing needs quoting, in single quotes when it is text, in bash's `$'..'` otherwise.
    ///
    /// No shell can hand on NUL in a word; see ``printf(_:)``.
    static func quoted(_ bytes: [UInt8]) -> String {
        if !bytes.isEmpty, bytes.allSatisfy(plain.contains) { return String(decoding: bytes, as: UTF8.self) }
        if isPrintable(bytes) {
            return "'" + String(decoding: bytes, as: UTF8.self).replacing("'", with: "'\\''") + "'"
        }
        var text = "$'"
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\\"): text += "\\\\"
            case UInt8(ascii: "'"): text += "\\'"
            case UInt8(ascii: "\n"): text += "\\n"
            case UInt8(ascii: "\r"): text += "\\r"
            case UInt8(ascii: "\t"): text += "\\t"
            case 0x20..<0x7F: text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "\\x" + padded(String(byte, radix: 16), to: 2)
            }
        }
        return text + "'"
    }

    /// A `printf` command that writes the bytes, whatever they are.
    ///
    /// - Parameter variables: byte strings that must not be shown, each with the shell variable that takes its place.
    static func printf(_ bytes: [UInt8], hiding variables: [(secret: [UInt8], variable: String)] = []) -> String {
        var text = "printf '"
        var arguments = ""
        var index = 0
        while index < bytes.count {
            let rest = bytes[index...]
            if let (secret, variable) = variables.first(where: { !$0.secret.isEmpty && rest.starts(with: $0.secret) }) {
                text += "%s"
                arguments += " \"$\(variable)\""
                index += secret.count
                continue
            }
            let byte = bytes[index]
            defer { index += 1 }
            switch byte {
            case UInt8(ascii: "\\"): text += "\\\\"
            case UInt8(ascii: "%"): text += "%%"
            case UInt8(ascii: "\n"): text += "\\n"
            case UInt8(ascii: "\r"): text += "\\r"
            case UInt8(ascii: "-") where index == 0: text += "\\055"
            case UInt8(ascii: "'"): text += "\\047"
            case 0x20..<0x7F: text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "\\" + padded(String(byte, radix: 8), to: 3)
            }
        }
        return text + "'" + arguments
    }

    private static func padded(_ digits: String, to width: Int) -> String {
        String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    /// Whether bytes are UTF-8 without controls, so that they can be shown as they are.
    private static func isPrintable(_ bytes: [UInt8]) -> Bool {
        guard let text = String(validating: bytes, as: UTF8.self) else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
            default: true
            }
        }
    }
}
