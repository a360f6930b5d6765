import HTTPMessage
import ReferenceServer
import Specification

// §4.2: what forks hold.
extension Mutant {
    static let fork: [Mutant] = forkContents

    // MARK: Contents

    private static let forkContents: [Mutant] = [
        Mutant("fork.created-is-200", "A fork that is new is answered 200.", .status, breaks: .forkCreated) {
            $0.onForkAnswer { _, answer in
                if answer.status == 201 { answer.status = 200 }
            }
        },
        Mutant(
            "fork.empty-source-refused", "An empty stream cannot be forked.", .rule, breaks: .forkCreated
        ) {
            $0.rules.fork = { request, origin, source, boundary in
                source.tail == 0 ? .failure(.beyondTail) : ForkRule.decide(request, origin, source, boundary)
            }
        },
        Mutant(
            "fork.source-path-decoded", "Escapes in the path of the source are decoded before it is looked up.",
            .encoding, breaks: .forkCreated
        ) {
            $0.onRequest { request, _ in
                if let source = request.forkSource, let decoded = PercentCoding.decode(source) {
                    request.headerFields[.streamForkedFrom] = String(decoding: decoded, as: UTF8.self)
                }
            }
        },
        Mutant(
            "fork.one-too-few", "A fork inherits one byte or message less than it should.", .rule,
            breaks: .forkInheritsBeforeOffset
        ) {
            $0.rules.fork = { request, origin, source, boundary in
                ForkRule.decide(request, origin, source, boundary).map { point in
                    ForkPoint(origin: point.origin, anchor: max(0, point.anchor - 1))
                }
            }
        },
        Mutant(
            "fork.one-too-many", "A fork inherits one byte or message more than it should, where there is one.", .rule,
            breaks: .forkInheritsBeforeOffset
        ) {
            $0.rules.fork = { request, origin, source, boundary in
                ForkRule.decide(request, origin, source, boundary).map { point in
                    ForkPoint(origin: point.origin, anchor: min(source.tail - origin.subOffset, point.anchor + 1))
                }
            }
        },
        Mutant(
            "fork.offset-ignored", "A fork inherits everything, whatever its offset says.", .rule,
            breaks: .forkInheritsBeforeOffset
        ) {
            $0.rules.fork = { request, origin, source, boundary in
                var origin = origin
                if origin.subOffset == 0 { origin.anchor = nil }
                return ForkRule.decide(request, origin, source, boundary)
            }
        },
        Mutant(
            "fork.beginning-is-the-tail", "A fork at the beginning of its source inherits everything.", .rule,
            breaks: .forkInheritsBeforeOffset
        ) {
            $0.rules.fork = { request, origin, source, boundary in
                var origin = origin
                if origin.subOffset == 0, origin.anchor == 0 { origin.anchor = nil }
                return ForkRule.decide(request, origin, source, boundary)
            }
        },
        Mutant(
            "fork.inherits-64-kib", "What stands more than 64 KiB behind the beginning is inherited as NULs.", .rare,
            breaks: .forkInheritsBeforeOffset
        ) {
            $0.onInheritedRead { start, slice in
                for index in slice.bytes.indices where start + index >= 65_536 { slice.bytes[index] = 0 }
            }
        },
        Mutant(
            "fork.own-data-skipped",
            "A read of a fork that begins in what it inherited ends there and claims to have reached the tail.", .state,
            breaks: .forkOwnDataFollows
        ) {
            $0.onForkRead { fork, start, slice in
                guard start < fork.point, slice.end > fork.point, !fork.isJSON else { return }
                slice.bytes.removeLast(slice.end - fork.point)
            }
        },
        Mutant(
            "fork.own-data-replaces", "The first append to a fork takes the place of what the fork inherited.", .state,
            breaks: .forkOwnDataFollows
        ) {
            $0.onForkRead { fork, start, slice in
                guard start == 0, slice.end > fork.point, !fork.isJSON else { return }
                slice.bytes.removeFirst(fork.point)
            }
        },
        Mutant(
            "fork.tenth-append-lost", "The tenth append to a fork is acknowledged and not stored.", .rare,
            breaks: .forkOwnDataFollows
        ) {
            let forks = $0.noteForks()
            let appends = Tally<String>()
            $0.onPassage { passage in
                let path = passage.request.streamPath
                guard passage.request.method == .post, forks.source(of: path) != nil, appends.count(path) == 10,
                    let tail = passage.server.tail(of: passage.request)
                else { return passage.proceed() }
                passage.answer(204, [.streamNextOffset: tail])
            }
        },
        Mutant(
            "fork.writes-through", "What is appended to a fork is appended to its source, too.", .state,
            breaks: .forkSourceUnaffected
        ) {
            let forks = $0.noteForks()
            $0.onPassage { passage in
                var alike = passage.request
                if alike.method == .post, alike.headerFields[.streamClosed] == nil,
                    let source = forks.source(of: alike.streamPath)
                {
                    alike.path = source
                    _ = passage.server.immediateAnswer(to: alike, body: passage.body)
                }
                passage.proceed()
            }
        },
        Mutant(
            "fork.closes-its-source", "Closing a fork closes its source.", .state, breaks: .forkSourceUnaffected
        ) {
            let forks = $0.noteForks()
            $0.onPassage { passage in
                passage.proceed()
                guard passage.request.closes, let source = forks.source(of: passage.request.streamPath) else { return }
                _ = passage.server.immediateAnswer(
                    to:
                        HTTPRequest(method: .post, path: source, headerFields: [.streamClosed: "true"]))
            }
        },
        Mutant(
            "fork.deletes-its-source", "Deleting a fork deletes its source.", .state, breaks: .forkSourceUnaffected
        ) {
            let forks = $0.noteForks()
            $0.onPassage { passage in
                let source = forks.source(of: passage.request.streamPath)
                passage.proceed()
                if passage.request.method == .delete, let source {
                    _ = passage.server.immediateAnswer(to: HTTPRequest(method: .delete, path: source))
                }
            }
        },
        Mutant(
            "fork.wakes-the-readers-of-its-source", "An append to a fork is sent to the waiting readers of its source.",
            .race, breaks: .forkSourceUnaffected
        ) {
            let forks = $0.noteForks()
            let appended = Memory<String, [UInt8]>()
            $0.onPassage { passage in
                var passage = passage
                if passage.request.method == .post { appended[passage.request.streamPath] = passage.body }
                if let query = passage.request.readQuery, query.isLongPoll,
                    let fork = forks.forks(of: passage.request.streamPath).first,
                    query.offset == passage.server.tail(of: passage.request),
                    query.offset == passage.server.tail(at: fork)
                {
                    passage.request.path = fork
                    passage.request.readQuery = query
                }
                passage.proceed()
            }
        },
        Mutant(
            "fork.reads-through", "What is appended to a source is appended to its forks, too.", .state,
            breaks: .forkUnaffectedBySource, .longPollForkNotWokenBySource, .sseForkNoSourceAppends
        ) {
            let forks = $0.noteForks()
            $0.onPassage { passage in
                passage.proceed()
                var alike = passage.request
                guard alike.method == .post, alike.headerFields[.streamClosed] == nil else { return }
                for fork in forks.forks(of: passage.request.streamPath) {
                    alike.path = fork
                    _ = passage.server.immediateAnswer(to: alike, body: passage.body)
                }
            }
        },
        Mutant(
            "fork.closed-with-its-source", "Closing a source closes its forks.", .state,
            breaks: .forkUnaffectedBySource, .sseForkNoSourceAppends
        ) {
            let forks = $0.noteForks()
            $0.onPassage { passage in
                passage.proceed()
                guard passage.request.closes, passage.request.method == .post else { return }
                for fork in forks.forks(of: passage.request.streamPath) {
                    _ = passage.server.immediateAnswer(
                        to:
                            HTTPRequest(method: .post, path: fork, headerFields: [.streamClosed: "true"]))
                }
            }
        },
        Mutant(
            "fork.of-a-fork-refused", "A fork cannot be forked.", .rule, breaks: .forkOfFork
        ) {
            $0.rules.fork = { request, origin, source, boundary in
                source.configuration.fork != nil
                    ? .failure(.overshoot) : ForkRule.decide(request, origin, source, boundary)
            }
        },
        Mutant(
            "fork.of-a-fork-lacks-the-first", "The fork of a fork inherits from the first source NULs only.", .state,
            breaks: .forkOfFork
        ) {
            $0.onForkRead { fork, start, slice in
                guard let limit = fork.inheritedPoint, !fork.isJSON else { return }
                for index in slice.bytes.indices where start + index < limit { slice.bytes[index] = 0 }
            }
        },
        Mutant(
            "fork.closed-source-closed-fork", "The fork of a closed stream is closed.", .rule,
            breaks: .forkOfClosedSourceOpen
        ) {
            $0.onPassage { passage in
                var passage = passage
                if let source = passage.request.forkSource,
                    passage.server.metadata(at: source)?[.streamClosed] != nil,
                    passage.server.metadata(of: passage.request) == nil
                {
                    passage.request.headerFields[.streamClosed] = "true"
                }
                passage.proceed()
            }
        },
        Mutant(
            "fork.tail-of-closed-source-closed", "At the fork point of a closed source a fork is said to be closed.",
            .field, breaks: .forkOfClosedSourceOpen
        ) {
            let forks = $0.noteForks()
            $0.onPassage { passage in
                guard passage.request.readQuery?.isCatchUp == true,
                    let source = forks.source(of: passage.request.streamPath), var answer = passage.ask(),
                    let metadata = passage.server.metadata(at: source), metadata[.streamClosed] != nil,
                    metadata[.streamNextOffset] == answer[.streamNextOffset]
                else { return passage.proceed() }
                answer[.streamClosed] = "true"
                passage.answer(answer)
            }
        },
    ]
}
