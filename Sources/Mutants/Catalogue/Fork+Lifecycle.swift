import HTTPMessage
import ReferenceServer
import Specification

// §4.2: the lives of forks and of their sources, and the writers of both.
extension Mutant {
    static let forkLifecycle: [Mutant] = forkLifetimes + forkWriters

    // MARK: Lifetimes

    private static let forkLifetimes: [Mutant] = [
        Mutant(
            "fork.expires-by-itself", "A fork of a stream that never expires has a time-to-live of an hour.", .rule,
            breaks: .forkNoExpiry
        ) {
            $0.rules.forkLifetime = { requested, source in
                let lifetime = ForkRule.lifetime(requested: requested, source: source)
                guard lifetime == .unlimited else { return lifetime }
                return StreamTTL("3600").map { .sliding($0) } ?? lifetime
            }
        },
        Mutant(
            "fork.own-ttl-ignored", "A fork has the lifetime of its source, whatever its request asks for.", .rule,
            breaks: .forkOwnTtl, .forkOwnExpiresAt
        ) {
            $0.rules.forkLifetime = { requested, source in source == .unlimited ? requested : source }
        },
        Mutant(
            "fork.own-ttl-capped", "The time-to-live of a fork is cut down to that of its source.", .time,
            breaks: .forkOwnTtl
        ) {
            $0.rules.forkLifetime = { requested, source in
                if case .sliding(let own) = requested, case .sliding(let theirs) = source, theirs.seconds < own.seconds
                {
                    return source
                }
                return ForkRule.lifetime(requested: requested, source: source)
            }
        },
        Mutant(
            "fork.own-ttl-below-an-expiry-time", "A fork of a stream with an expiry time has that instead of its TTL.",
            .time, breaks: .forkOwnTtl
        ) {
            $0.rules.forkLifetime = { requested, source in
                if case .sliding = requested, case .until = source { return source }
                return ForkRule.lifetime(requested: requested, source: source)
            }
        },
        Mutant(
            "fork.own-expiry-capped", "The expiry time of a fork is no later than that of its source.", .time,
            breaks: .forkOwnExpiresAt
        ) {
            $0.rules.forkLifetime = { requested, source in
                if case .until(let own) = requested, case .until(let theirs) = source, theirs < own { return source }
                return ForkRule.lifetime(requested: requested, source: source)
            }
        },
        Mutant(
            "fork.own-expiry-below-a-ttl", "A fork of a stream with a TTL has that instead of its own expiry time.",
            .time, breaks: .forkOwnExpiresAt
        ) {
            $0.rules.forkLifetime = { requested, source in
                if case .until = requested, case .sliding = source { return source }
                return ForkRule.lifetime(requested: requested, source: source)
            }
        },
        Mutant(
            "fork.ttl-not-inherited", "A fork of a stream with a TTL has none.", .rule, breaks: .forkInheritsTtl
        ) {
            $0.rules.forkLifetime = { requested, source in
                if requested == .unlimited, case .sliding = source { return .unlimited }
                return ForkRule.lifetime(requested: requested, source: source)
            }
        },
        Mutant(
            "fork.ttl-inherited-as-an-instant", "A fork inherits a TTL as the instant at which it would end now.",
            .time, breaks: .forkInheritsTtl
        ) {
            let clock = $0.clock
            $0.rules.forkLifetime = { requested, source in
                if requested == .unlimited, case .sliding(let ttl) = source {
                    return .until(clock.now.adding(seconds: ttl.seconds))
                }
                return ForkRule.lifetime(requested: requested, source: source)
            }
        },
        Mutant(
            "fork.ttl-inherited-once", "A fork of a fork has a time-to-live of a day instead of the inherited one.",
            .state,
            breaks: .forkInheritsTtl
        ) {
            let forks = $0.noteForks()
            $0.onPassage { passage in
                var passage = passage
                if let source = passage.request.forkSource, forks.source(of: source) != nil,
                    passage.request.headerFields[.streamTTL] == nil,
                    passage.server.metadata(at: source)?[.streamTTL] != nil,
                    passage.server.metadata(of: passage.request) == nil
                {
                    passage.request.headerFields[.streamTTL] = "86400"
                }
                passage.proceed()
            }
        },
        Mutant(
            "fork.expiry-time-not-inherited", "A fork of a stream with an expiry time has none.", .rule,
            breaks: .forkInheritsExpiresAt
        ) {
            $0.rules.forkLifetime = { requested, source in
                if requested == .unlimited, case .until = source { return .unlimited }
                return ForkRule.lifetime(requested: requested, source: source)
            }
        },
        Mutant(
            "fork.expiry-time-inherited-as-a-length", "A fork inherits an expiry time as the time that was left to it.",
            .time, breaks: .forkInheritsExpiresAt
        ) {
            let clock = $0.clock
            $0.rules.forkLifetime = { requested, source in
                guard requested == .unlimited, case .until(let instant) = source else {
                    return ForkRule.lifetime(requested: requested, source: source)
                }
                let left = max(1, instant.secondsSince1970 - clock.now.secondsSince1970)
                return StreamTTL(String(left)).map { .sliding($0) } ?? source
            }
        },
        Mutant(
            "fork.ttl-refreshed-by-source", "Reading a source starts the windows of its forks anew.", .time,
            breaks: .forkTtlIndependent
        ) {
            let forks = $0.noteForks()
            $0.onPassage { passage in
                passage.proceed()
                guard passage.request.method == .get else { return }
                for fork in forks.forks(of: passage.request.streamPath) {
                    _ = passage.server.immediateAnswer(to: HTTPRequest(method: .get, path: fork))
                }
            }
        },
        Mutant(
            "fork.ttl-not-refreshed", "Nothing starts the window of a fork anew.", .time, breaks: .forkTtlIndependent
        ) {
            let clock = $0.clock
            let ends = Memory<String, RFC3339Instant>()
            $0.onPassage { passage in
                let path = passage.request.streamPath
                if let end = ends[path], end <= clock.now {
                    ends[path] = nil
                    _ = passage.server.immediateAnswer(to: HTTPRequest(method: .delete, path: path))
                }
                passage.proceed()
                if passage.request.forkSource != nil, ends[path] == nil,
                    let ttl = passage.server.metadata(at: path)?[.streamTTL].flatMap(Int64.init)
                {
                    ends[path] = clock.now.adding(seconds: ttl)
                }
            }
        },
        Mutant(
            "fork.refreshes-its-source", "Reading a fork starts the window of its source anew.", .time,
            breaks: .forkTtlIndependent
        ) {
            let forks = $0.noteForks()
            $0.onPassage { passage in
                passage.proceed()
                guard passage.request.method == .get, let source = forks.source(of: passage.request.streamPath) else {
                    return
                }
                _ = passage.server.immediateAnswer(to: HTTPRequest(method: .get, path: source))
            }
        },
        Mutant(
            "fork.loses-what-an-expired-source-held", "With a source that expires, what its forks inherited is gone.",
            .state, breaks: .forkOutlivesSource, .deleteSoftDeletedKeepsForkData
        ) {
            $0.wrapStore { SharingStore($0) }
        },
        Mutant(
            "fork.dies-with-its-source", "A fork whose source expired is not found any more.", .state,
            breaks: .forkOutlivesSource
        ) {
            let forks = $0.noteForks()
            $0.onPassage { passage in
                if passage.request.method == .get, let source = forks.source(of: passage.request.streamPath),
                    passage.server.immediateAnswer(to: HTTPRequest(method: .head, path: source))?.status == 404
                {
                    return passage.answer(404)
                }
                passage.proceed()
            }
        },
        Mutant(
            "fork.reads-the-new-source", "A fork reads what it inherited from whatever is at its source's URL now.",
            .state, breaks: .forkOutlivesSource
        ) {
            let forks = $0.noteForks()
            $0.onPassage { passage in
                guard passage.request.readQuery?.isCatchUp == true,
                    let source = forks.source(of: passage.request.streamPath), var answer = passage.ask(),
                    answer.status == 200,
                    let other = passage.server.immediateAnswer(to: HTTPRequest(method: .get, path: source)),
                    other.status == 200,
                    !answer.body.isEmpty, other.body.first != answer.body.first
                else { return passage.proceed() }
                answer.body = other.body
                passage.answer(answer)
            }
        },
    ]

    // MARK: Writers

    private static let forkWriters: [Mutant] = [
        Mutant(
            "fork.producers-inherited", "A fork takes what a producer of its source repeats for a duplicate.", .state,
            breaks: .forkProducersNotInherited
        ) {
            let forks = $0.noteForks()
            let known = Memory<ProducerKey, ProducerStamp>()
            $0.onPassage { passage in
                guard let stamp = passage.request.producerStamp, let key = passage.request.producerKey else {
                    return passage.proceed()
                }
                if known[key] == nil, let source = forks.source(of: key.path),
                    let theirs = known[ProducerKey(path: source, id: key.id)], stamp.seq <= theirs.seq,
                    let tail = passage.server.tail(at: key.path)
                {
                    return passage.answer(
                        204,
                        [
                            .streamNextOffset: tail, .producerEpoch: String(theirs.epoch),
                            .producerSeq: String(theirs.seq),
                        ])
                }
                known[key] = stamp
                passage.proceed()
            }
        },
        Mutant(
            "fork.sequence-inherited", "A fork goes on from the last `Stream-Seq` of its source.", .state,
            breaks: .forkStreamSeqNotInherited
        ) {
            let forks = $0.noteForks()
            let last = Memory<String, String>()
            $0.onPassage { passage in
                let path = passage.request.streamPath
                guard passage.request.method == .post, let sequence = passage.request.headerFields[.streamSeq] else {
                    return passage.proceed()
                }
                if last[path] == nil, let theirs = forks.source(of: path).flatMap({ last[$0] }), sequence <= theirs {
                    return passage.answer(409)
                }
                last[path] = sequence
                passage.proceed()
            }
        },
        Mutant(
            "fork.resets-the-writers-of-its-source", "When a stream is forked, it forgets its producers.", .state,
            breaks: .forkSourceWritersUnchanged
        ) {
            let forks = $0.noteForks()
            $0.onRequest { request, _ in
                let count = request.method == .post ? forks.forks(of: request.streamPath).count : 0
                if count > 0, let id = request.headerFields[.producerId] {
                    request.headerFields[.producerId] = "\(id)-\(count)"
                }
            }
        },
        Mutant(
            "fork.shares-the-writers-of-its-source", "A fork and its source share the state of their producers.",
            .state, breaks: .forkProducersNotInherited
        ) {
            let forks = $0.noteForks()
            let last = Memory<ProducerKey, ProducerStamp>()
            $0.onPassage { passage in
                guard let stamp = passage.request.producerStamp else { return passage.proceed() }
                let path = passage.request.streamPath
                let key = ProducerKey(path: forks.source(of: path) ?? path, id: stamp.id)
                if let before = last[key], stamp.epoch == before.epoch, stamp.seq <= before.seq,
                    let tail = passage.server.tail(at: path)
                {
                    return passage.answer(
                        204,
                        [
                            .streamNextOffset: tail, .producerEpoch: String(before.epoch),
                            .producerSeq: String(before.seq),
                        ])
                }
                last[key] = stamp
                passage.proceed()
            }
        },
        Mutant(
            "fork.of-a-closed-source-knows-its-closer",
            "In a fork of a closed stream the producer that closed the source finds its append done.", .state,
            breaks: .forkProducersNotInherited
        ) {
            let forks = $0.noteForks()
            let closers = Memory<String, ProducerStamp>()
            $0.onPassage { passage in
                let path = passage.request.streamPath
                guard let stamp = passage.request.producerStamp else { return passage.proceed() }
                if let source = forks.source(of: path), closers[source]?.id == stamp.id,
                    let tail = passage.server.tail(at: path)
                {
                    return passage.answer(204, [.streamNextOffset: tail])
                }
                if passage.request.closes { closers[path] = stamp }
                passage.proceed()
            }
        },
    ]
}
