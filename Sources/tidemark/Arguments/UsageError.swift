/// A command line that cannot be carried out: what is wrong, and what to do about it.
struct UsageError: Error, Hashable, CustomStringConvertible {
    /// One or two sentences that name the flag.
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
