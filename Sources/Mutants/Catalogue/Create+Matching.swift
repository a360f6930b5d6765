import HTTPMessage
import Specification

// §5.1: a create request that meets an existing stream.
extension Mutant {
    static let createMatching: [Mutant] = createRepeated + createConflicts + createComparisons

    private static let createRepeated: [Mutant] = [
        Mutant(
            "create.repeat-conflicts", "A create request for a stream that exists is a conflict, whatever it asks for.",
            .status, breaks: .createSameConfigurationSucceeds, .createSameTtlSucceeds, .createSameExpiresAtSucceeds,
            .createOpenRequestMatchesOpen, .createClosedRequestMatchesClosed, .createDefaultContentTypeRepeatMatches
        ) {
            $0.rules.create = { _, _ in .refuse(.contentType) }
        },
        Mutant(
            "create.repeat-conflicts-after-appends", "A create request for a stream that has grown is a conflict.",
            .rule, breaks: .createSameConfigurationSucceeds
        ) {
            let grown = Names()
            $0.afterwards { request, _, answer, _ in
                if request.method == .put, answer.status == 201 { grown.remove(request.stream) }
                if request.isPlainAppend, answer.isSuccess { grown.insert(request.stream) }
                if request.method == .put, answer.status == 200, grown.contains(request.stream) { answer.refuse(409) }
            }
        },
        Mutant(
            "create.content-compared", "A create request for a stream that holds something else is a conflict.", .rule,
            breaks: .createSameConfigurationSucceeds
        ) {
            $0.afterwards { request, body, answer, server in
                guard request.method == .put, answer.status == 200, !body.isEmpty else { return }
                if server.contents(like: request) != body { answer.refuse(409) }
            }
        },
        Mutant(
            "create.two-creators", "Create requests that arrive at once are all told that they made the stream.", .race,
            breaks: .createSameConfigurationSucceeds
        ) {
            let clock = $0.clock
            $0.interpose { request, body, server, writer in
                guard request.method == .put, server.ask(.head, like: request).status == 404 else {
                    return server.serve(request, body: body, to: writer)
                }
                _ = clock.schedule(after: .milliseconds(1)) {
                    var answer = server.ask(request, body: body)
                    if answer.status == 200 { answer.status = 201 }
                    writer.respond(answer.response, body: answer.body)
                }
            }
        },
        Mutant(
            "create.repeat-appends", "The body of a repeated create request is appended.", .state,
            breaks: .createRepeatChangesNothing
        ) {
            $0.afterwards { request, body, answer, server in
                guard request.method == .put, answer.status == 200, !body.isEmpty else { return }
                server.ask(.post, like: request, fields: [.contentType: answer[.contentType] ?? ""], body: body)
            }
        },
        Mutant(
            "create.repeat-replaces", "A repeated create request puts its body in the place of the content.", .state,
            breaks: .createRepeatChangesNothing
        ) {
            $0.afterwards { request, body, answer, server in
                guard request.method == .put, answer.status == 200 else { return }
                server.ask(.delete, like: request)
                let made = server.ask(request, body: body)
                answer[.streamNextOffset] = made[.streamNextOffset]
            }
        },
        Mutant(
            "create.racing-bodies", "Of create requests that arrive at once, every body is stored.", .race,
            breaks: .createRepeatChangesNothing
        ) {
            let clock = $0.clock
            $0.interpose { request, body, server, writer in
                guard request.method == .put, !body.isEmpty, server.ask(.head, like: request).status == 404 else {
                    return server.serve(request, body: body, to: writer)
                }
                _ = clock.schedule(after: .milliseconds(1)) {
                    let answer = server.ask(request, body: body)
                    if answer.status == 200 {
                        server.ask(.post, like: request, fields: [.contentType: answer[.contentType] ?? ""], body: body)
                    }
                    writer.respond(answer.response, body: answer.body)
                }
            }
        },
    ]

    // MARK: Conflicts

    private static let createConflicts: [Mutant] = [
        Mutant(
            "create.type-ignored", "A create request for a stream of another content type is answered 200.", .rule,
            breaks: .createOtherContentTypeConflicts
        ) {
            $0.rules.create = { request, facts in
                var request = request
                request.contentType = facts.configuration.contentType
                return CreateRule.decide(request, facts)
            }
        },
        Mutant(
            "create.only-subtypes-compared", "Content types are the same to a create request when their subtypes are.",
            .rule, breaks: .createOtherContentTypeConflicts
        ) {
            $0.rules.create = { request, facts in
                var request = request
                let existing = facts.configuration.contentType
                if request.contentType?.subtype == existing.subtype { request.contentType = existing }
                return CreateRule.decide(request, facts)
            }
        },
        Mutant(
            "create.beginning-of-type-compared",
            "A content type that begins with the stream's is the same to a create request.", .rule,
            breaks: .createOtherContentTypeConflicts
        ) {
            $0.rules.create = { request, facts in
                var request = request
                let existing = facts.configuration.contentType
                if let type = request.contentType, type.rawValue.hasPrefix(existing.rawValue) {
                    request.contentType = existing
                }
                return CreateRule.decide(request, facts)
            }
        },
        Mutant(
            "create.json-for-text", "JSON is text to a create request: a stream of text answers for it.", .rule,
            breaks: .createOtherContentTypeConflicts
        ) {
            $0.rules.create = { request, facts in
                var request = request
                let existing = facts.configuration.contentType
                if request.contentType?.isJSON == true, existing.isText { request.contentType = existing }
                return CreateRule.decide(request, facts)
            }
        },
        Mutant(
            "create.racing-types", "Of create requests that arrive at once, those of another type are told 200.", .race,
            breaks: .createOtherContentTypeConflicts
        ) {
            let clock = $0.clock
            $0.interpose { request, body, server, writer in
                guard request.method == .put, server.ask(.head, like: request).status == 404 else {
                    return server.serve(request, body: body, to: writer)
                }
                _ = clock.schedule(after: .milliseconds(1)) {
                    var answer = server.ask(request, body: body)
                    if answer.status == 409 { answer = server.ask(.head, like: request) }
                    writer.respond(answer.response, body: answer.body)
                }
            }
        },
        Mutant(
            "create.conflict-appends", "The body of a create request that is refused is appended.", .state,
            breaks: .createConflictChangesNothing
        ) {
            $0.afterwards { request, body, answer, server in
                guard request.method == .put, answer.status == 409, !body.isEmpty,
                    let type = server.ask(.head, like: request)[.contentType]
                else { return }
                server.ask(.post, like: request, fields: [.contentType: type], body: body)
            }
        },
        Mutant(
            "create.conflict-closes", "A create request that asks for a closed stream and is refused closes it.",
            .state, breaks: .createConflictChangesNothing, .createClosedRequestConflictsWithOpen
        ) {
            $0.afterwards { request, _, answer, server in
                if request.method == .put, answer.status == 409, request.closes {
                    server.ask(.post, like: request, fields: [.streamClosed: "true"])
                }
            }
        },
        Mutant(
            "create.conflict-reopens", "A create request without Stream-Closed opens a closed stream and is refused.",
            .state, breaks: .createConflictChangesNothing, .closureMonotonic
        ) {
            $0.afterwards { request, _, answer, server in
                if request.method == .put, answer.status == 409, !request.closes, server.isClosed(like: request) {
                    server.remake(like: request, closed: false)
                }
            }
        },
        Mutant(
            "create.conflict-sets-ttl", "A create request that is refused changes the stream's TTL.", .state,
            breaks: .createConflictChangesNothing
        ) {
            let windows = Memory<String, String>()
            $0.onAnswer { request, answer in
                switch request.method {
                case .put where answer.status == 201: windows[request.stream] = nil
                case .put where answer.status == 409: windows[request.stream] = request.headerFields[.streamTTL]
                case .head:
                    if answer[.streamTTL] != nil, let ttl = windows[request.stream] { answer[.streamTTL] = ttl }
                default: break
                }
            }
        },
    ]

    // MARK: Closure and lifetimes

    private static let createComparisons: [Mutant] = [
        Mutant(
            "create.absent-is-not-open",
            "A create request without Stream-Closed differs from an open stream that holds something.", .rule,
            breaks: .createOpenRequestMatchesOpen
        ) {
            $0.rules.create = { request, facts in
                if !request.closes, !facts.isClosed, facts.tail > 0 { return .refuse(.closure) }
                return CreateRule.decide(request, facts)
            }
        },
        Mutant(
            "create.open-request-confirms-closed", "A create request without Stream-Closed confirms a closed stream.",
            .rule, breaks: .createOpenRequestConflictsWithClosed
        ) {
            $0.rules.create = { request, facts in
                var request = request
                request.closes = request.closes || facts.isClosed
                return CreateRule.decide(request, facts)
            }
        },
        Mutant(
            "create.closure-as-created",
            "A create request is compared with whether the stream was created closed, not with whether it is.", .state,
            breaks: .createOpenRequestConflictsWithClosed, .createClosedRequestMatchesClosed
        ) {
            let created = Names()
            $0.knowRequests()
            $0.onAnswer { request, answer in
                guard request.method == .put, answer.status == 201 else { return }
                answer.isClosed ? created.insert(request.stream) : created.remove(request.stream)
            }
            $0.rules.create = { request, facts in
                var facts = facts
                facts.isClosed = created.contains(Asked.stream)
                return CreateRule.decide(request, facts)
            }
        },
        Mutant(
            "create.closed-never-repeats", "A create request for a closed stream that repeats its own is a conflict.",
            .rule, breaks: .createClosedRequestMatchesClosed
        ) {
            $0.rules.create = { request, facts in
                request.closes && facts.isClosed ? .refuse(.closure) : CreateRule.decide(request, facts)
            }
        },
        Mutant(
            "create.closed-request-confirms-open", "A create request for a closed stream confirms an open one.", .rule,
            breaks: .createClosedRequestConflictsWithOpen
        ) {
            $0.rules.create = { request, facts in
                var request = request
                request.closes = request.closes && facts.isClosed
                return CreateRule.decide(request, facts)
            }
        },
        Mutant(
            "create.closed-request-closes-open", "A create request for a closed stream closes the open one and is 200.",
            .state, breaks: .createClosedRequestConflictsWithOpen
        ) {
            $0.afterwards { request, body, answer, server in
                guard request.method == .put, answer.status == 409, request.closes, !server.isClosed(like: request)
                else { return }
                server.ask(.post, like: request, fields: [.streamClosed: "true"])
                answer = server.ask(request, body: body)
            }
        },
        Mutant(
            "create.same-ttl-conflicts", "A create request that repeats the TTL of the stream is a conflict.", .rule,
            breaks: .createSameTtlSucceeds
        ) {
            $0.rules.create = { request, facts in
                if case .sliding = request.lifetime { return .refuse(.lifetime) }
                return CreateRule.decide(request, facts)
            }
        },
        Mutant(
            "create.ttl-value-ignored", "A create request with another TTL confirms a stream that has one.", .rule,
            breaks: .createOtherTtlConflicts
        ) {
            $0.rules.create = { request, facts in
                var request = request
                if case (.sliding, .sliding) = (request.lifetime, facts.configuration.lifetime) {
                    request.lifetime = facts.configuration.lifetime
                }
                return CreateRule.decide(request, facts)
            }
        },
        Mutant(
            "create.added-ttl-ignored", "A create request with a TTL confirms a stream that has none.", .rule,
            breaks: .createAddedTtlConflicts
        ) {
            $0.rules.create = { request, facts in
                var request = request
                if case (.sliding, .unlimited) = (request.lifetime, facts.configuration.lifetime) {
                    request.lifetime = .unlimited
                }
                return CreateRule.decide(request, facts)
            }
        },
        Mutant(
            "create.same-expiry-conflicts",
            "A create request that repeats the expiry time of the stream is a conflict.",
            .rule, breaks: .createSameExpiresAtSucceeds
        ) {
            $0.rules.create = { request, facts in
                if case .until = request.lifetime { return .refuse(.lifetime) }
                return CreateRule.decide(request, facts)
            }
        },
        Mutant(
            "create.expiry-value-ignored", "A create request with another expiry time confirms a stream that has one.",
            .rule, breaks: .createOtherExpiresAtConflicts
        ) {
            $0.rules.create = { request, facts in
                var request = request
                if case (.until, .until) = (request.lifetime, facts.configuration.lifetime) {
                    request.lifetime = facts.configuration.lifetime
                }
                return CreateRule.decide(request, facts)
            }
        },
        Mutant(
            "create.added-expiry-ignored", "A create request with an expiry time confirms a stream that has none.",
            .rule, breaks: .createOtherExpiresAtConflicts
        ) {
            $0.rules.create = { request, facts in
                var request = request
                if case (.until, .unlimited) = (request.lifetime, facts.configuration.lifetime) {
                    request.lifetime = .unlimited
                }
                return CreateRule.decide(request, facts)
            }
        },
    ]
}
