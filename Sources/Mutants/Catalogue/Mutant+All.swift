extension Mutant {
    /// Every mutant, in the order of the protocol's text.
    public static let all: [Mutant] =
        model + closure + create + createMatching + expiry + append + close + delete + metadata
}
