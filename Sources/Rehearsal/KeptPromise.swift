import Conformance
import Mutants
import Specification

/// Requirements that a degenerate server truly keeps, so that a check of them may pass.
struct KeptPromise: Sendable {
    /// The servers that keep them.
    let servers: Set<String>

    /// The requirements they keep.
    let requirements: Set<Requirement.ID>

    /// Why that is so.
    let reason: String

    /// Promises that these servers keep.
    init(of servers: Set<String>, because reason: String, _ requirements: [Requirement]) {
        self.servers = servers
        self.requirements = Set(requirements.map(\.id))
        self.reason = reason
    }

    /// Whether this is why a check passes on a server.
    func explains(_ check: Check, on server: DegenerateServer) -> Bool {
        servers.contains(server.id) && requirements.contains(check.requirement.id)
    }

    /// Every one.
    static let all = plain + ofStatusAndFields

    /// Those of servers that have nothing of the reference in them, and of one that forgets.
    private static let plain: [KeptPromise] = [
        KeptPromise(
            of: ["always-404"],
            because: "What does not exist is answered 404, and nothing is made.",
            [
                .subscriptionReadMissing, .deleteMissingStream, .createForkSourceMissing,
                .appendMissingStream, .appendMissingStreamNotCreated, .readMissingStream,
                .expiryRejectedCreatesNothing, .headMissingStream, .closeMissingStream,
                .sseMissingStream,
            ]),
        KeptPromise(
            of: ["always-400"],
            because: "What is wrong with the request is answered 400, and nothing is made.",
            [
                .createForkHeadersWithoutSource, .jsonCreateInvalidRejected,
            ]),
        KeptPromise(
            of: ["amnesia", "body-of-another", "no-bodies", "no-fields"],
            because: "Whoever brings no credentials is refused, as by the reference behind it, and nothing is made.",
            [.securityAccessControl]),
        KeptPromise(
            of: ["flatterer"],
            because: "Every answer carries the field, whatever else it is worth.",
            [
                .securityNosniff, .securityCrossOriginResourcePolicy, .securityHeadNotStored,
            ]),
        KeptPromise(
            of: ["flatterer"],
            because: "The one offset it gives has the form that offsets have.",
            [
                .offsetForbiddenCharacters, .offsetReservedValuesNotGenerated,
            ]),
        KeptPromise(
            of: ["static-files"],
            because: "A file has a content type and an entity tag, and is revalidated by it as HTTP has it.",
            [
                .createContentTypeSet, .readContentType, .longPollDataContentType, .headContentType,
                .jsonResponseContentType, .cacheEtagPresent, .cacheEtagQuoted, .cacheEtagPerStream,
                .cacheNotModified, .cacheNotModifiedNoBody, .cacheOtherEtagFullAnswer,
            ]),
        KeptPromise(
            of: ["static-files"],
            because: "A file is there from PUT to DELETE, and no longer.",
            [
                .subscriptionReadMissing, .deleteSucceeds, .deleteMissingStream, .deleteAgain,
                .deleteReadAfterwards, .deleteHeadAfterwards, .securityOddUrlsAnswered,
                .createNewStreamCreated, .createExistsAfterwards, .readMissingStream, .headExists,
                .headMissingStream, .sseMissingStream,
            ]),
        KeptPromise(
            of: ["static-files"],
            because:
                "A file never expires, so that no lifetime ends too early; that none ends at all is expiry.ttl-idle-expires.",
            [
                .expiryTtlAccepted, .expiryTtlZeroAccepted, .expiryTtlLasts, .expiryTtlReadResets,
                .expiryTtlLongPollResets, .expiryTtlSseResets,
            ]),
        KeptPromise(
            of: ["static-files"],
            because:
                "The whole file is what a read from the beginning, or one whose parameters count for nothing, returns.",
            [
                .readEmptyOffset, .readUnknownLiveValue, .offsetNowCatchUpSucceeds,
                .offsetBeginningSentinel,
            ]),
        KeptPromise(
            of: ["static-files"],
            because: "Its answers carry no field of the protocol, so none that says that an open stream is closed.",
            [
                .createResponseOpenNotClosed, .readOpenNotClosed,
            ]),
        KeptPromise(
            of: ["static-files"],
            because: "What a URL names is looked up among the files that were put there, and goes into no field.",
            [
                .securityStreamRootKept, .securityNoFieldInjection,
            ]),
        KeptPromise(
            of: ["amnesia"],
            because: "The promise is about one answer, and that is the right one of a server without streams.",
            [
                .subscriptionReadMissing, .deleteMissingStream, .createForkSourceMissing,
                .createForkHeadersWithoutSource, .appendMissingStream, .appendMissingStreamNotCreated,
                .securityNosniff, .securityCrossOriginResourcePolicy, .securityHeadNotStored,
                .securityWebhookPrivateTargets, .securityWebhookMetadataTargets, .createResponseClosed,
                .readEmptyOffset, .readUnknownLiveValue, .readMissingStream, .webhookJwksPublished,
                .webhookJwksContentType, .webhookJwksCacheable, .webhookJwksKeyFields,
                .webhookPrivateKeysSecret, .longPollOffsetRequired, .expiryTtlNegativeRejected,
                .expiryTtlPlusSignRejected, .expiryTtlLeadingZeroRejected, .expiryTtlFractionRejected,
                .expiryTtlExponentRejected, .expiryTtlNotANumberRejected, .expiryRejectedCreatesNothing,
                .expiryExpiresAtMalformedRejected, .expiryExpiresAtOtherNotationRejected,
                .expiryBothRejected, .headMissingStream, .subscriptionTypeRequired,
                .subscriptionPatternOrStreamsRequired, .subscriptionWebhookUrlRequired,
                .subscriptionWakeStreamRequired, .subscriptionLeaseRange, .webhookUrlHttps,
                .webhookUrlLocalTargetsRejected, .jsonInvalidExplained, .jsonCreateInvalidRejected,
                .closeMissingStream, .producerPartialHeadersRejected, .sseOffsetRequired,
                .sseMalformedOffsetRejected, .sseMissingStream,
            ]),
    ]
}
