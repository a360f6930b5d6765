/// What this product calls itself on the wire and in reports.
public enum ProductVersion {
    /// The version, `major.minor.patch`.
    public static let current = "0.1.0"

    /// The value of `User-Agent` in every request that does not bring its own.
    public static let userAgent = "tidemark/\(current)"
}
