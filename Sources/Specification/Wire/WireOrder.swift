/// Order and equality of strings by their bytes.
///
/// Swift compares strings by canonical equivalence, which calls different bytes equal; the protocol compares bytes.
enum WireOrder {
    /// Whether the bytes of one string come before those of another.
    static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    /// Whether two strings have the same bytes.
    static func equal(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }

    /// Feeds the bytes of a string.
    static func hash(_ string: String, into hasher: inout Hasher) {
        var string = string
        string.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        hasher.combine(0xFF as UInt8)
    }
}
