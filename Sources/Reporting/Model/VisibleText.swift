extension String {
    /// The text with every control character written out, so that what a target sent cannot steer a terminal.
    ///
    /// Line breaks are written out as well: the result is one line.
    public var visible: String {
        guard unicodeScalars.contains(where: \.isHidden) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.isHidden: text += "\\u{\(String(scalar.value, radix: 16))}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// The text, cut behind a number of characters with a mark that says so.
    func cut(to limit: Int) -> String {
        guard count > limit else { return self }
        return prefix(limit) + "…"
    }
}

extension Unicode.Scalar {
    /// Whether a terminal would not show the scalar but act on it or reorder what stands around it.
    var isHidden: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: true
        default: false
        }
    }
}
