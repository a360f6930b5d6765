import Conformance
import Mutants
import Specification

/// A requirement that a degenerate server truly keeps, so that a check of it may pass.
struct KeptPromise: Sendable {
    /// The servers that keep it.
    let servers: Set<String>

    /// The requirements they keep.
    let requirements: Set<Requirement.ID>

    /// Why that is so.
    let reason: String

    /// Whether this is why a check passes on a server.
    func explains(_ check: Check, on server: DegenerateServer) -> Bool {
        servers.contains(server.id) && requirements.contains(check.requirement.id)
    }

    /// Every one.
    static let all: [KeptPromise] = []
}
