import BlackBox
import HTTPMessage
import Specification

// §12.1 Authentication and Authorization, §12.2 Multi-tenant Safety: writes that have no right to succeed.

extension Check {
    /// Streams are protected against creation, change and deletion by those who have no right to it.
    static let securityAccess: [Check] = Stranger.allCases.flatMap { stranger in
        [
            Check(.securityAccessControl, "create-\(stranger)") { probe in
                try probe.requireCredentials()
                _ = try await probe.createStream("by right")
                let stream = probe.unusedStream()
                // Whatever comes of it is removed with credentials.
                probe.removeAfterwards(stream)
                let request = stream.request(.put, fields: [.contentType: "text/plain"], body: "intruded")
                try await probe.send(request, as: stranger).expectPermittedStatus()
                let head = try await stream.head()
                head.expect(!head.isSuccess, "no stream", observed: "one that was created")
            },

            Check(.securityAccessControl, "append-\(stranger)") { probe in
                try await probe.expectProtected(from: stranger) { stream in
                    stream.request(.post, fields: [.contentType: "text/plain"], body: "intruded")
                }
            },

            Check(.securityAccessControl, "append-as-a-producer-\(stranger)", needs: [.producers]) { probe in
                try await probe.expectProtected(from: stranger) { stream in
                    var fields: HTTPFields = [.contentType: "text/plain"]
                    fields.append(contentsOf: Producer("intruder", seq: 0).fields)
                    return stream.request(.post, fields: fields, body: "intruded")
                }
            },

            Check(.securityAccessControl, "close-\(stranger)", needs: [.closure]) { probe in
                try await probe.expectProtected(from: stranger) { stream in
                    stream.request(.post, fields: [.streamClosed: "true"], body: [])
                }
            },

            Check(.securityAccessControl, "delete-\(stranger)") { probe in
                try await probe.expectProtected(from: stranger) { $0.request(.delete) }
            },

            Check(.securityAccessControl, "fork-\(stranger)", needs: [.fork]) { probe in
                try probe.requireCredentials()
                let source = try await probe.createStream("not for strangers")
                _ = try await probe.createFork(of: source)
                let fork = probe.unusedStream()
                probe.removeAfterwards(fork)
                let request = fork.request(.put, fields: [.streamForkedFrom: source.path])
                try await probe.send(request, as: stranger).expectPermittedStatus()
                let head = try await fork.head()
                head.expect(!head.isSuccess, "no fork", observed: "one that was created")
            },
        ]
    }
}

/// Somebody who has no right to write.
private enum Stranger: String, CaseIterable, CustomStringConvertible {
    /// Sends no credentials.
    case anonymous = "without-credentials"
    /// Sends credentials of the right form that are not those of the run.
    case impostor = "with-wrong-credentials"

    var description: String { rawValue }

    /// The request as such a one would send it.
    func disguise(_ request: OutgoingRequest, of target: Target) -> OutgoingRequest {
        var request = request
        // A connection that has been let in before would prove nothing.
        request.usesFreshConnection = true
        let names = target.credentialNames
        switch self {
        case .anonymous:
            request.headerFields.removeAll { names.contains($0.name) }
        case .impostor:
            for index in request.headerFields.indices where names.contains(request.headerFields[index].name) {
                let field = request.headerFields[index]
                request.headerFields[index] = HTTPField(name: field.name, value: Self.wrong(field.value))
            }
        }
        return request
    }

    /// A value of the same form that owes nothing to the right one but its scheme.
    private static func wrong(_ value: String) -> String {
        guard let space = value.firstIndex(of: " ") else { return "tidemark-wrong-credentials" }
        let scheme = value[..<space]
        // RFC 7617 wants a user and a password in base64.
        let wrong = scheme.lowercased() == "basic" ? "dGlkZW1hcms6d3Jvbmc=" : "tidemark-wrong-credentials"
        return "\(scheme) \(wrong)"
    }
}

extension Probe {
    /// Skips the check unless requests without credentials may be tried and there are credentials to leave out.
    fileprivate func requireCredentials() throws {
        guard context.triesWithoutCredentials else {
            throw notApplicable(
                "writes without credentials are tried when --unauthenticated-probe is given beside --bearer or --header"
            )
        }
        guard !context.target.credentialNames.isEmpty else {
            throw notApplicable("--unauthenticated-probe has no credentials to leave out: give --bearer or --header")
        }
    }

    fileprivate func send(_ request: OutgoingRequest, as stranger: Stranger) async throws -> Reply {
        try await send(stranger.disguise(request, of: context.target))
    }

    /// Expects a stranger's request to be refused, and a stream to be afterwards what it was before.
    fileprivate func expectProtected(
        from stranger: Stranger, _ request: (ProbedStream) -> OutgoingRequest
    ) async throws {
        try requireCredentials()
        let stream = try await createStream("not for strangers")
        let before = try await stream.snapshot(holding: "not for strangers")
        try await send(request(stream), as: stranger).expectPermittedStatus()
        let head = try await stream.head()
        guard head.expectSuccess().isSuccess else { return }
        head.expectNextOffset(before.tail).expectNotClosed()
        try await stream.contents().expect(before.bytes)
    }
}
