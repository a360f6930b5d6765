extension Requirement {
    /// Every requirement, in the order of the text.
    public static let all: [Requirement] = [
        modelSection,
        closureSection,
        createSection,
        createForkSection,
        expirySection,
        appendSection,
        appendSequence,
        appendClosure,
        producersSection,
        producersEpochs,
        closeSection,
        deleteSection,
        headSection,
        catchUpSection,
        longPollSection,
        offsetsSection,
        offsetsNow,
        contentTypesSection,
        jsonSection,
    ].flatMap { $0 }
}
