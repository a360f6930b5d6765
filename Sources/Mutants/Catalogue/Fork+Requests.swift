import HTTPMessage
import Specification

// §4.2 and §5.1: requests for forks that are refused, repeated or out of the ordinary.
extension Mutant {
    static let forkRequests: [Mutant] = forkRefusals + forkRepeats + forkCreates

    // MARK: Refused

    private static let forkRefusals: [Mutant] = [
        Mutant(
            "fork.offset-malformed-is-the-tail", "A fork offset that is none counts as left out.", .rule,
            breaks: .forkOffsetMalformedRejected
        ) {
            $0.onForkRequest { request in
                if request.headerFields[.streamForkOffset]?.contains(where: { ",/?&=".contains($0) }) == true {
                    request.headerFields[.streamForkOffset] = nil
                }
            }
        },
        Mutant(
            "fork.offset-malformed-is-404", "A fork offset that is none is answered 404.", .status,
            breaks: .forkOffsetMalformedRejected
        ) {
            $0.onForkAnswer { request, answer in
                if answer.status == 400, request.headerFields[.streamForkOffset]?.contains(",") == true {
                    answer.status = 404
                }
            }
        },
        Mutant(
            "fork.content-type-not-inherited", "A fork without a content type is of `application/octet-stream`.",
            .state, breaks: .forkContentTypeInherited
        ) {
            let untyped = Memory<String, Bool>()
            $0.onAnswer { request, answer in
                if request.forkSource != nil, request.headerFields[.contentType] == nil, answer.status == 201 {
                    untyped[request.streamPath] = true
                }
                if untyped[request.streamPath] == true, answer.status < 300, answer[.contentType] != nil {
                    answer[.contentType] = "application/octet-stream"
                }
            }
        },
        Mutant(
            "fork.content-type-required", "A fork without a content type is refused.", .rule,
            breaks: .forkContentTypeInherited
        ) {
            $0.onPassage { passage in
                if passage.request.forkSource != nil, passage.request.headerFields[.contentType] == nil {
                    return passage.answer(400)
                }
                passage.proceed()
            }
        },
        Mutant(
            "fork.any-content-type", "The content type of a fork request is not compared with that of the source.",
            .rule, breaks: .forkContentTypeMismatchRejected
        ) {
            $0.rules.fork = { request, origin, source, boundary in
                var request = request
                request.contentType = nil
                return ForkRule.decide(request, origin, source, boundary)
            }
        },
        Mutant(
            "fork.content-type-of-a-fork-unchecked", "The content type of a fork of a fork is not compared.", .rule,
            breaks: .forkContentTypeMismatchRejected
        ) {
            $0.rules.fork = { request, origin, source, boundary in
                var request = request
                if source.configuration.fork != nil { request.contentType = nil }
                return ForkRule.decide(request, origin, source, boundary)
            }
        },
        Mutant(
            "fork.target-in-use-confirmed", "A fork request for the URL of an ordinary stream is answered 200.", .rule,
            breaks: .forkTargetInUseConflicts
        ) {
            $0.rules.create = { request, stream in
                request.origin != nil && stream.configuration.fork == nil && !stream.isSoftDeleted
                    ? .confirm : CreateRule.decide(request, stream)
            }
        },
        Mutant(
            "fork.target-overwritten", "A fork request for the URL of another stream puts the fork in its place.",
            .state, breaks: .forkTargetInUseConflicts
        ) {
            let forks = $0.noteForks()
            $0.onPassage { passage in
                let path = passage.request.streamPath
                if let source = passage.request.forkSource, source != path, forks.source(of: path) == nil,
                    passage.server.metadata(at: source) != nil
                {
                    _ = passage.server.immediateAnswer(to: HTTPRequest(method: .delete, path: path))
                }
                passage.proceed()
            }
        },
        Mutant(
            "fork.of-soft-deleted-made", "A soft-deleted stream can be forked.", .rule,
            breaks: .forkSourceSoftDeletedConflicts
        ) {
            $0.rules.fork = { request, origin, source, boundary in
                var source = source
                source.isSoftDeleted = false
                return ForkRule.decide(request, origin, source, boundary)
            }
        },
        Mutant(
            "fork.of-soft-deleted-is-404", "A fork of a soft-deleted stream is answered 404.", .status,
            breaks: .forkSourceSoftDeletedConflicts
        ) {
            $0.onPassage { passage in
                guard let source = passage.request.forkSource,
                    passage.server.immediateAnswer(to: HTTPRequest(method: .head, path: source))?.status == 410
                else { return passage.proceed() }
                passage.answer(404)
            }
        },
    ]

    // MARK: Repeated

    private static let forkRepeats: [Mutant] = [
        Mutant(
            "fork.repeat-conflicts", "Repeating a fork request is answered 409.", .rule, breaks: .forkRepeatSucceeds
        ) {
            $0.rules.create = { request, stream in
                request.origin != nil ? .refuse(.origin) : CreateRule.decide(request, stream)
            }
        },
        Mutant(
            "fork.repeat-is-201", "Repeating a fork request is answered 201.", .status, breaks: .forkRepeatSucceeds
        ) {
            $0.onForkAnswer { _, answer in
                if answer.status == 200 { answer.status = 201 }
            }
        },
        Mutant(
            "fork.repeat-compares-tails", "A fork request is repeated in vain once the source has grown.", .rule,
            breaks: .forkRepeatSucceeds
        ) {
            $0.onPassage { passage in
                if let source = passage.request.forkSource, let fork = passage.server.tail(of: passage.request),
                    let tail = passage.server.tail(at: source), tail > fork
                {
                    return passage.answer(409)
                }
                passage.proceed()
            }
        },
        Mutant(
            "fork.repeat-forks-again", "Repeating a fork request makes the fork anew, without what it was appended.",
            .state, breaks: .forkRepeatSucceeds
        ) {
            $0.onPassage { passage in
                guard passage.request.forkSource != nil, let answer = passage.ask() else { return passage.proceed() }
                guard answer.status == 200 else { return passage.answer(answer) }
                _ = passage.server.immediateAnswer(to: HTTPRequest(method: .delete, path: passage.request.streamPath))
                guard var again = passage.ask() else { return }
                if again.status == 201 { again.status = 200 }
                passage.answer(again)
            }
        },
        Mutant(
            "fork.repeat-races", "Of fork requests that come at once, the third makes the fork a second time.", .race,
            breaks: .forkRepeatSucceeds
        ) {
            let asked = Tally<String>()
            $0.onForkAnswer { request, answer in
                if asked.count(request.streamPath) == 5, answer.status == 200 { answer.status = 201 }
            }
        },
        Mutant(
            "fork.repeat-of-another-source", "A repeated fork request may name another source.", .rule,
            breaks: .forkRepeatOtherSourceConflicts
        ) {
            $0.rules.create = { request, stream in
                var request = request
                if let fork = stream.configuration.fork { request.origin?.source = fork.origin.source }
                return CreateRule.decide(request, stream)
            }
        },
        Mutant(
            "fork.repeat-at-another-offset", "A repeated fork request may name another offset.", .rule,
            breaks: .forkRepeatOtherOffsetConflicts
        ) {
            $0.rules.create = { request, stream in
                var request = request
                if let fork = stream.configuration.fork { request.origin?.anchor = fork.anchor }
                return CreateRule.decide(request, stream)
            }
        },
        Mutant(
            "fork.repeat-with-a-later-offset", "A repeated fork request may name an offset behind that of the fork.",
            .rule, breaks: .forkRepeatOtherOffsetConflicts
        ) {
            $0.rules.create = { request, stream in
                var request = request
                if let fork = stream.configuration.fork, let anchor = request.origin?.anchor, anchor > fork.anchor {
                    request.origin?.anchor = fork.anchor
                }
                return CreateRule.decide(request, stream)
            }
        },
        Mutant(
            "fork.repeat-with-a-sub-offset-remakes",
            "A repeated fork request with another sub-offset remakes the fork.",
            .state, breaks: .forkRepeatOtherSubOffset
        ) {
            $0.remakeForks { $0.headerFields[.streamForkSubOffset] != nil }
        },
        Mutant(
            "fork.repeat-with-a-sub-offset-is-400", "A repeated fork request with another sub-offset is answered 400.",
            .status, breaks: .forkRepeatOtherSubOffset
        ) {
            $0.onForkAnswer { request, answer in
                if answer.status == 409, request.headerFields[.streamForkSubOffset] != nil { answer.status = 400 }
            }
        },
        Mutant(
            "fork.repeat-without-type-is-400", "A repeated fork request without a content type is answered 400.",
            .status, breaks: .forkRepeatWithoutContentType
        ) {
            $0.onForkAnswer { request, answer in
                if answer.status == 200, request.headerFields[.contentType] == nil { answer.status = 400 }
            }
        },
        Mutant(
            "fork.repeat-without-type-retypes", "A repeated fork request without a content type changes the fork's.",
            .state, breaks: .forkRepeatWithoutContentType
        ) {
            let retyped = Memory<String, Bool>()
            $0.onAnswer { request, answer in
                if request.forkSource != nil, request.headerFields[.contentType] == nil, answer.status == 200 {
                    retyped[request.streamPath] = true
                }
                if retyped[request.streamPath] == true, answer.status == 200, request.method != .put {
                    answer[.contentType] = "application/octet-stream"
                }
            }
        },
        Mutant(
            "fork.repeat-with-inherited-ttl-is-400", "A repeated fork request cannot leave out an inherited lifetime.",
            .status, breaks: .forkRepeatWithInheritedExpiry
        ) {
            $0.onPassage { passage in
                guard passage.request.forkSource != nil, passage.request.headerFields[.streamTTL] == nil,
                    passage.request.headerFields[.streamExpiresAt] == nil,
                    let metadata = passage.server.metadata(of: passage.request),
                    metadata[.streamTTL] != nil || metadata[.streamExpiresAt] != nil
                else { return passage.proceed() }
                passage.answer(400)
            }
        },
    ]

    // MARK: Creating

    private static let forkCreates: [Mutant] = [
        Mutant(
            "create.fork-beyond-tail-cut-short", "A fork offset beyond the tail stands for the tail.", .rule,
            breaks: .createForkOffsetBeyondTailRejected
        ) {
            $0.rules.fork = { request, origin, source, boundary in
                var origin = origin
                origin.anchor = origin.anchor.map { min($0, source.tail) }
                return ForkRule.decide(request, origin, source, boundary)
            }
        },
        Mutant(
            "create.fork-beyond-tail-is-404", "A fork offset beyond the tail is answered 404.", .status,
            breaks: .createForkOffsetBeyondTailRejected
        ) {
            let position = $0.rules.position
            $0.onPassage { passage in
                guard let source = passage.request.forkSource,
                    let anchor = passage.request.headerFields[.streamForkOffset].flatMap(position),
                    let tail = passage.server.tail(at: source).flatMap(position), anchor > tail
                else { return passage.proceed() }
                passage.answer(404)
            }
        },
        Mutant(
            "create.fork-of-nothing-is-empty", "A fork of a stream that does not exist is an empty stream.", .rule,
            breaks: .createForkSourceMissing
        ) {
            $0.onPassage { passage in
                var passage = passage
                if let source = passage.request.forkSource,
                    passage.server.immediateAnswer(to: HTTPRequest(method: .head, path: source))?.status == 404
                {
                    for name: HTTPField.Name in [.streamForkedFrom, .streamForkOffset, .streamForkSubOffset] {
                        passage.request.headerFields[name] = nil
                    }
                }
                passage.proceed()
            }
        },
        Mutant(
            "create.fork-of-nothing-is-409", "A fork of a stream that does not exist is answered 409.", .status,
            breaks: .createForkSourceMissing
        ) {
            $0.onForkAnswer { _, answer in
                if answer.status == 404 { answer.status = 409 }
            }
        },
        Mutant(
            "create.fork-without-offset-before-the-tail",
            "A fork without an offset begins in front of the last byte or message of its source.", .rule,
            breaks: .createForkOffsetDefaultsToTail
        ) {
            $0.rules.fork = { request, origin, source, boundary in
                ForkRule.decide(request, origin, source, boundary).map { point in
                    guard origin.anchor == nil, origin.subOffset == 0 else { return point }
                    return ForkPoint(origin: origin, anchor: max(0, point.anchor - 1))
                }
            }
        },
        Mutant(
            "create.fork-body-dropped", "The body of a fork request is dropped.", .state,
            breaks: .createForkInitialContent
        ) {
            $0.onRequest { request, body in
                if request.forkSource != nil { body = [] }
            }
        },
        Mutant(
            "create.fork-body-goes-to-the-source", "The body of a fork request is appended to the source.", .state,
            breaks: .createForkInitialContent
        ) {
            $0.onPassage { passage in
                passage.proceed()
                guard let source = passage.request.forkSource, !passage.body.isEmpty else { return }
                var append = HTTPRequest(method: .post, path: source)
                append.headerFields[.contentType] = passage.request.headerFields[.contentType]
                _ = passage.server.immediateAnswer(to: append, body: passage.body)
            }
        },
        Mutant(
            "create.fork-offset-alone-is-500", "A fork offset without a source is answered 500.", .status,
            breaks: .createForkHeadersWithoutSource
        ) {
            $0.onPassage { passage in
                let fields = passage.request.headerFields
                if passage.request.method == .put, fields[.streamForkedFrom] == nil, fields[.streamForkOffset] != nil {
                    return passage.answer(500)
                }
                passage.proceed()
            }
        },
        Mutant(
            "create.fork-sub-offset-alone-is-404", "A fork sub-offset without a source is answered 404.", .status,
            breaks: .createForkHeadersWithoutSource
        ) {
            $0.onPassage { passage in
                let fields = passage.request.headerFields
                if passage.request.method == .put, fields[.streamForkedFrom] == nil,
                    fields[.streamForkSubOffset] != nil
                {
                    return passage.answer(404)
                }
                passage.proceed()
            }
        },
    ]
}
