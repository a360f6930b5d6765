/// The value of `Stream-Seq` (§5.2): an opaque string that compares by its bytes.
public struct StreamSequence: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The value as it was sent.
    public let value: String

    /// A sequence value; every string is one.
    public init(_ value: String) {
        self.value = value
    }

    /// The order of the bytes. For values from a header, which hold one scalar for each byte, it is that of the wire.
    public static func < (left: Self, right: Self) -> Bool { WireOrder.precedes(left.value, right.value) }

    /// Values are equal when their bytes are.
    public static func == (left: Self, right: Self) -> Bool { WireOrder.equal(left.value, right.value) }

    /// Feeds the bytes of the value.
    public func hash(into hasher: inout Hasher) { WireOrder.hash(value, into: &hasher) }

    /// The value as it was sent.
    public var description: String { value }
}
