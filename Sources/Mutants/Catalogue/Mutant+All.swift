extension Mutant {
    /// Every mutant, in the order of the protocol's text.
    public static let all: [Mutant] = create
}
