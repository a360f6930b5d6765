/// The fields of a message in the order of the wire, a name possibly several times (RFC 9110 §5.2, §5.3).
public struct HTTPFields: Sendable, Hashable {
    // Seen by the modules above, so that they walk the array itself and not a copy of every field.
    @usableFromInline
    var fields: [HTTPField]

    /// No fields.
    @inlinable
    public init() {
        self.fields = []
    }

    /// The fields in the order given.
    public init(_ fields: some Sequence<HTTPField>) {
        self.fields = Array(fields)
    }

    /// The value of a name, several lines of it joined by a comma as RFC 9110 §5.2 has it; `nil` when absent.
    ///
    /// Setting replaces every line of that name; setting `nil` removes them.
    public subscript(name: HTTPField.Name) -> String? {
        get {
            var found: String?
            for field in fields where field.name == name {
                if let before = found {
                    found = before + ", " + field.value
                } else {
                    found = field.value
                }
            }
            return found
        }
        set {
            fields.removeAll { $0.name == name }
            if let newValue {
                fields.append(HTTPField(name: name, value: newValue))
            }
        }
    }

    /// The values of a name, one for each line, in the order of the wire.
    public subscript(values name: HTTPField.Name) -> [String] {
        fields.filter { $0.name == name }.map(\.value)
    }

    /// Whether the name is there at least once.
    @inlinable
    public func contains(_ name: HTTPField.Name) -> Bool {
        fields.contains { $0.name == name }
    }

    /// Adds a line without looking at what is there.
    @inlinable
    public mutating func append(_ field: HTTPField) {
        fields.append(field)
    }

    /// Makes room for a number of lines.
    @inlinable
    public mutating func reserveCapacity(_ capacity: Int) {
        fields.reserveCapacity(capacity)
    }
}

extension HTTPFields: RandomAccessCollection, MutableCollection, RangeReplaceableCollection {
    /// The position of the first line.
    @inlinable public var startIndex: Int { fields.startIndex }

    /// The position after the last line.
    @inlinable public var endIndex: Int { fields.endIndex }

    /// The line at a position.
    @inlinable
    public subscript(position: Int) -> HTTPField {
        get { fields[position] }
        set { fields[position] = newValue }
    }

    /// Replaces lines.
    public mutating func replaceSubrange(_ range: Range<Int>, with newFields: some Collection<HTTPField>) {
        fields.replaceSubrange(range, with: newFields)
    }
}

extension HTTPFields: ExpressibleByDictionaryLiteral {
    /// The fields of a literal, in its order.
    public init(dictionaryLiteral elements: (HTTPField.Name, String)...) {
        self.init(elements.map { HTTPField(name: $0.0, value: $0.1) })
    }
}
