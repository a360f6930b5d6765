// §3 Protocol Overview

extension Requirement {
    /// `model.independent-paths` (MAY).
    public static let modelIndependentPaths = Requirement(
        "model.independent-paths", .may, .overview,
        "A server may implement reading and writing independently of each other, or only one of them.",
        sources: [SentenceReference(113, "50ba88a92a9d")],
        excluded: .permissionOnly("It is a choice of the implementation; what is not offered is skipped.")
    )

    /// The requirements of this file in the order of the text.
    static let overviewSection: [Requirement] = [
        .modelIndependentPaths
    ]
}
