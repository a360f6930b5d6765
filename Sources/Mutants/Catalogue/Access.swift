import HTTPMessage
import Specification

// §12.1: who may write. The reference wants a token where these are tried.
extension Mutant {
    static let access: [Mutant] = [
        Mutant(
            "security.anonymous-appends", "Appends need no credentials.", .security, breaks: .securityAccessControl
        ) { blueprint in
            blueprint.letIn { $0.method == .post && $0.headerFields[.authorization] == nil }
        },

        Mutant(
            "security.anonymous-deletes", "Deletion needs no credentials.", .security, breaks: .securityAccessControl
        ) { blueprint in
            blueprint.letIn { $0.method == .delete && $0.headerFields[.authorization] == nil }
        },

        Mutant(
            "security.any-token-creates", "Any token at all allows creation.", .security,
            breaks: .securityAccessControl
        ) { blueprint in
            blueprint.letIn { $0.method == .put && $0.headerFields[.authorization] != nil }
        },

        Mutant(
            "security.refused-but-stored", "An append without credentials is answered 401 and stored.", .security,
            breaks: .securityAccessControl
        ) { blueprint in
            let isStranger: @Sendable (HTTPRequest) -> Bool = {
                $0.method == .post && $0.headerFields[.authorization] == nil
            }
            blueprint.letIn(isStranger)
            blueprint.onAnswer { request, answer in
                if isStranger(request), answer.status < 300 { answer.status = 401 }
            }
        },
    ]
}

extension Blueprint {
    /// Gives some of the requests for streams the token they lack.
    fileprivate mutating func letIn(_ isLetIn: @escaping @Sendable (HTTPRequest) -> Bool) {
        guard let token = configuration.bearerToken else { return }
        onRequest { request, _ in
            // Requests of workers carry tokens of their own.
            guard !request.path.contains("/__ds/"), isLetIn(request) else { return }
            request.headerFields[.authorization] = "Bearer \(token)"
        }
    }
}
