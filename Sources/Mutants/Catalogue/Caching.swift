import HTTPMessage
import Specification

// §10: entity tags and cursors.
extension Mutant {
    static let caching: [Mutant] = [
        Mutant(
            "cache.without-etag", "Reads are answered without an ETag.", .field, breaks: .cacheEtagPresent
        ) {
            $0.onCatchUp { _, answer in answer[.eTag] = nil }
        },
        Mutant(
            "cache.empty-without-etag", "Reads without data are answered without an ETag.", .field,
            breaks: .cacheEtagPresent
        ) {
            $0.onCatchUp { _, answer in
                if answer.body.isEmpty, answer.status == 200 { answer[.eTag] = nil }
            }
        },
        Mutant(
            "cache.etag-without-quotes", "Entity tags have no quotation marks.", .encoding, breaks: .cacheEtagQuoted
        ) {
            $0.rules.entityTag = { String(CachingRule.entityTag($0).dropFirst().dropLast()) }
            $0.rules.isNotModified = { $0 == $1 }
        },
        Mutant(
            "cache.closed-etag-mark-behind-quotes", "The mark for closure stands behind the quotation marks.",
            .encoding, breaks: .cacheEtagQuoted
        ) {
            $0.rules.entityTag = { facts in
                var open = facts
                open.isClosed = false
                return CachingRule.entityTag(open) + (facts.isClosed ? ":c" : "")
            }
            $0.rules.isNotModified = { $0 == $1 }
        },
        Mutant(
            "cache.etag-of-the-start", "Entity tags name the offset that was asked for, and not where the data ends.",
            .rule, breaks: .cacheEtagChangesWithData, .cacheOtherEtagFullAnswer
        ) {
            $0.rules.entityTag = { facts in
                var facts = facts
                facts.end = facts.start
                return CachingRule.entityTag(facts)
            }
        },
        Mutant(
            "cache.etag-without-last-digit", "Entity tags name the end of the data in units of 16.", .rare,
            breaks: .cacheEtagChangesWithData, .cacheOtherEtagFullAnswer
        ) {
            $0.rules.entityTag = { facts in
                var facts = facts
                facts.end &= ~15
                return CachingRule.entityTag(facts)
            }
        },
        Mutant(
            "cache.etag-without-incarnation",
            "Entity tags are made of offsets alone: a new stream has those of an old one.",
            .state, breaks: .cacheEtagPerStream
        ) {
            $0.rules.entityTag = { facts in
                var facts = facts
                facts.incarnation = 0
                return CachingRule.entityTag(facts)
            }
        },
        Mutant(
            "cache.condition-answered-by-last-tag",
            "A tag that a URL has ever had is answered 304, also when the stream was created anew.", .state,
            breaks: .cacheEtagPerStream, .cacheOtherEtagFullAnswer, .cacheClosureNotHidden
        ) {
            let tags = Memory<[String], Bool>()
            $0.onAnswer { request, answer in
                guard request.readQuery?.isCatchUp == true, let tag = answer[.eTag] else { return }
                let condition = request.headerFields[.ifNoneMatch]
                if let condition, tags[[request.path, condition]] == true {
                    answer.status = 304
                    answer.body = []
                }
                tags[[request.path, tag]] = true
            }
        },
        Mutant(
            "cache.never-304", "If-None-Match is not looked at.", .rule,
            breaks: .cacheNotModified, .cacheNotModifiedNoBody
        ) {
            $0.rules.isNotModified = { _, _ in false }
        },
        Mutant(
            "cache.304-only-for-data", "At the tail, a repeated read is always answered in full.", .rule,
            breaks: .cacheNotModified
        ) {
            $0.onRequest { request, _ in
                if request.readQuery?.isBeginning == false { request.headerFields[.ifNoneMatch] = nil }
            }
        },
        Mutant(
            "cache.304-once", "A condition is answered 304 once, then in full.", .rare, breaks: .cacheNotModified
        ) {
            let conditions = Tally<[String]>()
            $0.onRequest { request, _ in
                guard let condition = request.headerFields[.ifNoneMatch] else { return }
                if conditions.count([request.path, condition]) > 1 { request.headerFields[.ifNoneMatch] = nil }
            }
        },
        Mutant(
            "cache.json-never-304", "A repeated read of JSON is answered with the data, whatever its condition.", .rule,
            breaks: .cacheNotModifiedNoBody, .cacheNotModified
        ) {
            $0.onPassage { passage in
                guard let answer = passage.ask() else { return passage.proceed() }
                guard answer.status == 304, answer.isJSON else { return passage.answer(answer) }
                var plain = passage
                plain.request.headerFields[.ifNoneMatch] = nil
                plain.proceed()
            }
        },
        Mutant(
            "cache.unchanged-is-204", "A repeated read is answered 204 where nothing has changed.", .status,
            breaks: .cacheNotModified, .cacheNotModifiedNoBody
        ) {
            $0.onAnswer { _, answer in
                if answer.status == 304 { answer.status = 204 }
            }
        },
        Mutant(
            "cache.any-condition-is-304", "Any If-None-Match is answered 304.", .rule,
            breaks: .cacheOtherEtagFullAnswer, .cacheEtagPerStream, .cacheClosureNotHidden
        ) {
            $0.rules.isNotModified = { _, _ in true }
        },
        Mutant(
            "cache.etags-compared-by-prefix", "A tag that begins like the current one is taken for it.", .rule,
            breaks: .cacheOtherEtagFullAnswer
        ) {
            $0.rules.isNotModified = { condition, tag in
                condition.hasPrefix(tag.dropLast()) || CachingRule.isNotModified(condition, tag)
            }
        },
        Mutant(
            "cache.etag-of-the-path", "Answers of one stream are told apart by its tail alone: 304 for another range.",
            .rule, breaks: .cacheOtherEtagFullAnswer
        ) {
            $0.rules.isNotModified = { condition, tag in
                condition.split(separator: ":").last == tag.split(separator: ":").last
                    || CachingRule.isNotModified(condition, tag)
            }
        },
        Mutant(
            "cache.etag-ignores-closure", "Entity tags do not say whether the stream is closed.", .rule,
            breaks: .cacheEtagVariesWithClosure, .cacheClosureNotHidden
        ) {
            $0.rules.entityTag = { facts in
                var facts = facts
                facts.isClosed = false
                return CachingRule.entityTag(facts)
            }
        },
        Mutant(
            "cache.closure-hidden-by-304", "The mark for closure is passed over when tags are compared.", .rule,
            breaks: .cacheClosureNotHidden
        ) {
            $0.rules.isNotModified = { condition, tag in
                let open = tag.hasSuffix(":c\"") ? tag.dropLast(3) + "\"" : tag
                return CachingRule.isNotModified(condition, String(open)) || CachingRule.isNotModified(condition, tag)
            }
        },
        Mutant(
            "cache.revalidated-closure-not-told", "The answer to a condition that fails does not mention the closure.",
            .field, breaks: .cacheClosureNotHidden
        ) {
            $0.onAnswer { request, answer in
                if request.headerFields.contains(.ifNoneMatch), answer.status == 200 { answer[.streamClosed] = nil }
            }
        },
    ]

    static let cachingCursors: [Mutant] = [
        Mutant(
            "cache.without-cursor", "Long-polls are answered without a cursor.", .field,
            breaks: .cacheCursorOnLiveAnswers
        ) {
            $0.onReadAnswer { query, answer in
                if query.isLongPoll { answer[.streamCursor] = nil }
            }
        },
        Mutant(
            "cache.timeout-without-cursor", "A long-poll that ends without data has no cursor.", .field,
            breaks: .cacheCursorOnLiveAnswers
        ) {
            $0.onReadAnswer { query, answer in
                if query.isLongPoll, answer.status == 204 { answer[.streamCursor] = nil }
            }
        },
        Mutant(
            "cache.cursor-random", "Cursors are drawn by lot.", .rule,
            breaks: .cacheCursorNeverGoesBack, .cacheCursorAdvancesPastClient
        ) {
            let drawn = Tally<Bool>()
            $0.rules.cursor = { _, _, _ in
                StreamCursor(interval: 1_000_000 + Int64(drawn.count(true)) * 7 % 10)
            }
        },
        Mutant(
            "cache.old-cursor-taken-up", "A client's cursor of long ago is counted up instead of being caught up with.",
            .rule, breaks: .cacheCursorNeverGoesBack
        ) {
            $0.rules.cursor = { client, now, jitter in
                client.flatMap { StreamCursor($0) }?.advanced(by: 1)
                    ?? StreamCursor.answering(client: nil, at: now, jitterSeconds: jitter)
            }
        },
        Mutant(
            "cache.jitter-without-a-client", "Cursors are moved by chance also where the client has none.", .rare,
            breaks: .cacheCursorNeverGoesBack
        ) {
            let answers = Tally<Bool>()
            $0.rules.cursor = { client, now, jitter in
                let cursor = StreamCursor.answering(client: client, at: now, jitterSeconds: jitter)
                return client == nil ? cursor.advanced(by: UInt64(answers.count(true) * 31 % 17)) : cursor
            }
        },
        Mutant(
            "cache.cursor-echoed", "The client's cursor is given back to it.", .rule,
            breaks: .cacheCursorAdvancesPastClient
        ) {
            $0.rules.cursor = { client, now, jitter in
                let current = StreamCursor.current(at: now)
                return client.flatMap { StreamCursor($0) }.map { max($0, current) } ?? current
            }
        },
        Mutant(
            "cache.cursor-in-a-circle",
            "The cursor is moved on only when the client's is the present one, and falls back from a later one.",
            .rule, breaks: .cacheCursorAdvancesPastClient
        ) {
            $0.rules.cursor = { client, now, jitter in
                let current = StreamCursor.current(at: now)
                return client == current.token ? current.advanced(by: UInt64(max(1, jitter))) : current
            }
        },
        Mutant(
            "cache.cursor-always-current", "The cursor is that of the present interval, whatever the client's is.",
            .rule, breaks: .cacheCursorAdvancesPastClient
        ) {
            $0.rules.cursor = { _, now, _ in StreamCursor.current(at: now) }
        },
        Mutant(
            "cache.cursor-jitter-cut-to-nothing", "The jitter is counted in whole intervals, and may be none.", .rare,
            breaks: .cacheCursorAdvancesPastClient
        ) {
            let answers = Tally<Bool>()
            $0.rules.cursor = { client, now, _ in
                let current = StreamCursor.current(at: now)
                guard let theirs = client.flatMap({ StreamCursor($0) }), theirs >= current else { return current }
                return theirs.advanced(by: UInt64(answers.count(true) % 8 == 0 ? 0 : 3))
            }
        },
        Mutant(
            "cache.cursors-compared-as-text", "Cursors are compared as text.", .encoding,
            breaks: .cacheCursorAdvancesPastClient
        ) {
            $0.rules.cursor = { client, now, jitter in
                let current = StreamCursor.current(at: now)
                guard let client, client >= current.token else { return current }
                return StreamCursor(client)?.advanced(by: 1) ?? current
            }
        },
        Mutant(
            "cache.far-cursor-reset", "A cursor more than a day ahead is taken for a mistake and set back.", .rule,
            breaks: .cacheCursorAdvancesPastClient
        ) {
            $0.rules.cursor = { client, now, jitter in
                let limit = StreamCursor.current(at: now).advanced(by: 4320)
                let isFar = client.flatMap { StreamCursor($0) }.map { $0 > limit } ?? false
                return StreamCursor.answering(client: isFar ? nil : client, at: now, jitterSeconds: jitter)
            }
        },
        Mutant(
            "cache.woken-readers-cursor-ignored", "A long-poll that waited is answered with the present cursor.", .race,
            breaks: .cacheCursorAdvancesPastClient
        ) {
            let clock = $0.clock
            $0.onPassage { passage in
                let begun = clock.now
                ChangedService(
                    service: passage.server,
                    answer: { request, answer in
                        guard request.readQuery?.isLongPoll == true, clock.now > begun else { return }
                        answer[.streamCursor] = StreamCursor.current(at: clock.now).token
                    }
                ).serve(passage.request, body: passage.body, to: passage.writer)
            }
        },
    ]
}
