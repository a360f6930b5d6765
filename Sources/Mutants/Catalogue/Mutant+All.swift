extension Mutant {
    /// Every mutant, in the order of the protocol's text.
    public static let all: [Mutant] =
        model + closure + create + createMatching + expiry + append
        + producers + producerAnswers + producerFields + producerEpochs + producerClosing
        + close + delete + metadata
        + catchUp + catchUpMissing + catchUpAnswers
        + offsets + offsetsBeginning + offsetsNow + offsetsLive
        + contentTypes
        + json + jsonValues + jsonInvalid + jsonReads
        + caching + cachingCursors
}
