// §5.8 Read Stream: live by Server-Sent Events: control, closure, lifetime

extension Requirement {
    /// `sse.control-after-data` (MUST).
    public static let sseControlAfterData = Requirement(
        "sse.control-after-data", .must, .sse, profile: .sse,
        "Data events are followed by a control event before the connection waits or ends."
    )

    /// `sse.control-after-each-data` (SHOULD).
    public static let sseControlAfterEachData = Requirement(
        "sse.control-after-each-data", .should, .sse, profile: .sse,
        "Every single data event is followed by a control event."
    )

    /// `sse.control-json` (MUST).
    public static let sseControlJson = Requirement(
        "sse.control-json", .must, .sse, profile: .sse,
        """
        The payload of a control event is a JSON object whose fields are named `streamNextOffset`, \
        `streamCursor`, `upToDate` and `streamClosed`.
        """
    )

    /// `sse.control-next-offset` (MUST).
    public static let sseControlNextOffset = Requirement(
        "sse.control-next-offset", .must, .sse, profile: .sse,
        "Every control event carries `streamNextOffset`.",
        sources: [SentenceReference(749, "bb048c79354b")]
    )

    /// `sse.control-resumes` (MUST).
    public static let sseControlResumes = Requirement(
        "sse.control-resumes", .must, .sse, profile: .sse,
        """
        Reading on from the `streamNextOffset` of a control event returns exactly what stands behind the \
        data events before it.
        """
    )

    /// `sse.control-cursor` (MUST).
    public static let sseControlCursor = Requirement(
        "sse.control-cursor", .must, .sse, profile: .sse,
        "Every control event carries `streamCursor` while the stream is open.",
        sources: [SentenceReference(750, "4216c99f547c")]
    )

    /// `sse.control-cursor-omitted` (MAY).
    public static let sseControlCursorOmitted = Requirement(
        "sse.control-cursor-omitted", .may, .sse, profile: .sse,
        "A control event that reports closure may leave out `streamCursor`.",
        sources: [SentenceReference(750, "567702fc260b")],
        excluded: .permissionOnly("It takes back the duty to send a cursor.")
    )

    /// `sse.cursor-absence-tolerated` (MUST).
    public static let sseCursorAbsenceTolerated = Requirement(
        "sse.cursor-absence-tolerated", .must, .sse, profile: .sse,
        "Clients cope with a missing cursor where closure is reported.",
        sources: [SentenceReference(782, "50e07a212345")],
        excluded: .bindsClients("It says what a client has to cope with.")
    )

    /// `sse.control-up-to-date` (MUST).
    public static let sseControlUpToDate = Requirement(
        "sse.control-up-to-date", .must, .sse, profile: .sse,
        "A control event behind all data there is carries `upToDate: true`, unless it reports closure.",
        sources: [SentenceReference(751, "ed37c2adf981")]
    )

    /// `sse.control-up-to-date-truthful` (SHOULD NOT).
    public static let sseControlUpToDateTruthful = Requirement(
        "sse.control-up-to-date-truthful", .shouldNot, .sse, profile: .sse,
        "A control event with more data behind it does not carry `upToDate: true`."
    )

    /// `sse.control-up-to-date-omitted` (MAY).
    public static let sseControlUpToDateOmitted = Requirement(
        "sse.control-up-to-date-omitted", .may, .sse, profile: .sse,
        "A control event that reports closure may leave out `upToDate`, which closure implies.",
        sources: [SentenceReference(751, "b16937a755c3")],
        excluded: .permissionOnly("It takes back the duty to say so.")
    )

    /// `sse.control-closed` (MUST).
    public static let sseControlClosed = Requirement(
        "sse.control-closed", .must, .sse, profile: .sse,
        "The control event behind the last data of a closed stream carries `streamClosed: true`.",
        sources: [SentenceReference(752, "7634ef092be1"), SentenceReference(788, "d6b0b2be24e1")]
    )

    /// `sse.open-not-closed` (MUST).
    public static let sseOpenNotClosed = Requirement(
        "sse.open-not-closed", .must, .sse, profile: .sse,
        "No control event of an open stream carries `streamClosed: true`."
    )

    /// `sse.closed-connection-ends` (MUST).
    public static let sseClosedConnectionEnds = Requirement(
        "sse.closed-connection-ends", .must, .sse, profile: .sse,
        "Behind the control event that reports closure the server ends the connection.",
        sources: [SentenceReference(789, "5dafbfd4beed")]
    )

    /// `sse.closed-while-connected` (MUST).
    public static let sseClosedWhileConnected = Requirement(
        "sse.closed-while-connected", .must, .sse, profile: .sse,
        """
        Closing a stream is reported to the readers connected at its tail at once, by a control event with \
        `streamClosed: true`, and ends their connections.
        """,
        sources: [SentenceReference(752, "7634ef092be1"), SentenceReference(788, "d6b0b2be24e1")]
    )

    /// `sse.closed-at-tail-reported` (MUST).
    public static let sseClosedAtTailReported = Requirement(
        "sse.closed-at-tail-reported", .must, .sse, profile: .sse,
        "A connection made at the tail of a closed stream gets a control event with `streamClosed: true` at once.",
        sources: [SentenceReference(794, "79e9841311a3")]
    )

    /// `sse.closed-at-tail-up-to-date` (SHOULD).
    public static let sseClosedAtTailUpToDate = Requirement(
        "sse.closed-at-tail-up-to-date", .should, .sse, profile: .sse,
        """
        That control event carries `upToDate: true` too: one sentence demands it, another lets closure stand \
        for it.
        """,
        sources: [SentenceReference(794, "79e9841311a3"), SentenceReference(751, "b16937a755c3")]
    )

    /// `sse.closed-at-tail-connection-ends` (MUST).
    public static let sseClosedAtTailConnectionEnds = Requirement(
        "sse.closed-at-tail-connection-ends", .must, .sse, profile: .sse,
        "A connection made at the tail of a closed stream is ended by the server behind that control event.",
        sources: [SentenceReference(795, "74254b03fc02")]
    )

    /// `sse.clients-do-not-reconnect` (MUST NOT).
    public static let sseClientsDoNotReconnect = Requirement(
        "sse.clients-do-not-reconnect", .mustNot, .sse, profile: .sse,
        "Clients do not reconnect after they were told of the closure.",
        sources: [SentenceReference(790, "5e6de8e009dc"), SentenceReference(812, "50cbc8e3d682")],
        excluded: .bindsClients("It says what a client may not do.")
    )

    /// `sse.clients-reconnect-at-offset` (MUST).
    public static let sseClientsReconnectAtOffset = Requirement(
        "sse.clients-reconnect-at-offset", .must, .sse, profile: .sse,
        "Clients reconnect at the last `streamNextOffset` they received.",
        sources: [SentenceReference(811, "81be2d5b9973")],
        excluded: .bindsClients("It says what a client has to do.")
    )

    /// `sse.connection-lifetime` (SHOULD).
    public static let sseConnectionLifetime = Requirement(
        "sse.connection-lifetime", .should, .sse, profile: .sse,
        "The server ends a connection after about 60 seconds.",
        sources: [SentenceReference(810, "0f5e2dd59e81"), SentenceReference(1400, "c2670b25cdd0")]
    )

    /// The requirements of this file in the order of the text.
    static let sseControl: [Requirement] = [
        .sseControlAfterData, .sseControlAfterEachData, .sseControlJson, .sseControlNextOffset,
        .sseControlResumes, .sseControlCursor, .sseControlCursorOmitted, .sseCursorAbsenceTolerated,
        .sseControlUpToDate, .sseControlUpToDateTruthful, .sseControlUpToDateOmitted, .sseControlClosed,
        .sseOpenNotClosed, .sseClosedConnectionEnds, .sseClosedWhileConnected, .sseClosedAtTailReported,
        .sseClosedAtTailUpToDate, .sseClosedAtTailConnectionEnds, .sseClientsDoNotReconnect,
        .sseClientsReconnectAtOffset, .sseConnectionLifetime,
    ]
}
