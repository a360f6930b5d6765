// §13 IANA Considerations

extension Requirement {
    /// `iana.default-port` (SHOULD).
    public static let ianaDefaultPort = Requirement(
        "iana.default-port", .should, .iana,
        "A server that stands alone listens on port 4437 when no port is configured.",
        sources: [SentenceReference(1493, "f19ecd0fcd1a")],
        excluded: .organisational("The URL under test contains the port that was configured.")
    )

    /// `iana.host-port` (SHOULD).
    public static let ianaHostPort = Requirement(
        "iana.host-port", .should, .iana,
        "A server inside another uses the other's port.",
        sources: [SentenceReference(1493, "4ddf13cb28ab")],
        excluded: .organisational("It is a matter of how the server is embedded.")
    )

    /// The requirements of this file in the order of the text.
    static let ianaSection: [Requirement] = [
        .ianaDefaultPort, .ianaHostPort,
    ]
}
