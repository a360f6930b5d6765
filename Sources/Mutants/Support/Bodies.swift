extension [UInt8] {
    /// The same with LF for every CR LF.
    var withLineEndsFolded: [UInt8] {
        var folded: [UInt8] = []
        for byte in self {
            if byte == UInt8(ascii: "\n"), folded.last == UInt8(ascii: "\r") { folded.removeLast() }
            folded.append(byte)
        }
        return folded
    }
}
