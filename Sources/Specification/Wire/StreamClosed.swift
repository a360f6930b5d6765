/// The `Stream-Closed` header (§4.1).
public enum StreamClosed {
    /// The value that means closed.
    public static let value = "true"

    /// Whether a header value counts as present: `true` in any letter case and nothing else.
    public static func isPresent(_ value: String?) -> Bool {
        guard let value, value.utf8.count == 4 else { return false }
        // Setting the case bit of these four letters makes them lower case and maps no other byte onto them but their
        // own upper case.
        return zip(value.utf8, Self.value.utf8).allSatisfy { $0 | 0x20 == $1 }
    }
}
