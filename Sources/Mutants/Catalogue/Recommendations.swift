import HTTPMessage
import Specification

// §5.2.1 and §5.6 to §10: what the text recommends and does not demand.
extension Mutant {
    static let recommendations: [Mutant] = [
        Mutant(
            "producer.retry-is-stream-seq-regression",
            "Stream-Seq is compared before the producer is looked up: a retry with both is refused.", .rule,
            breaks: .producerDuplicateWithStreamSeq
        ) {
            $0.rules.appendPrecedence = [.closure, .contentType, .sequence, .producer, .emptyBody]
        },
        Mutant(
            "producer.duplicate-without-offset", "Duplicates are answered without Stream-Next-Offset.", .field,
            breaks: .producerDuplicateNextOffset
        ) {
            $0.onProducerAnswer { _, answer in
                if answer.status == 204 { answer[.streamNextOffset] = nil }
            }
        },
        Mutant(
            "producer.close-retry-is-200", "The retry of the append that closed the stream is answered 200.", .status,
            breaks: .producerCloseWithAppendRetriedStatus
        ) {
            $0.onPassage { passage in
                guard passage.request.producerStamp != nil, passage.request.closes, !passage.body.isEmpty,
                    var answer = passage.ask()
                else { return passage.proceed() }
                if answer.status == 204 { answer.status = 200 }
                passage.answer(answer)
            }
        },
        Mutant(
            "read.tail-is-204", "A read at the tail is answered 204.", .status, breaks: .readAtTailSucceeds
        ) {
            $0.onCatchUp { query, answer in
                if !query.isNow, answer.body.isEmpty, answer.status == 200 { answer.status = 204 }
            }
        },
        Mutant(
            "read.tail-sends-back", "A read at the tail names the beginning in Stream-Next-Offset.", .rule,
            breaks: .readAtTailKeepsOffset, .offsetNextOffsetNeverBehindRequest
        ) {
            $0.onCatchUp { query, answer in
                if !query.isNow, answer.body.isEmpty { answer[.streamNextOffset] = OffsetRule.token(of: 0) }
            }
        },
        Mutant(
            "read.partial-is-up-to-date", "Every read says that it is up to date, one that stops short too.", .rule,
            breaks: .readUpToDateAbsentOnPartial
        ) {
            $0.onCatchUp { _, answer in answer[.streamUpToDate] = "true" }
        },
        Mutant(
            "read.partial-is-closed", "Every read of a closed stream says so, one that stops short too.", .rule,
            breaks: .readClosedAbsentOnPartial
        ) {
            $0.rules.readFlags = { end, stream in
                ReadFlags(isUpToDate: end == stream.tail, isClosed: stream.isClosed)
            }
        },
        Mutant(
            "offset.beyond-tail-goes-back", "A read from beyond the tail is answered from the tail.", .rule,
            breaks: .offsetNextOffsetNeverBehindRequest
        ) {
            $0.rules.readStart = { start, stream in ReadRule.start(start, stream) ?? stream.tail }
        },
        Mutant(
            "offset.beyond-tail-fails", "A read from beyond the tail makes the server fail.", .status,
            breaks: .offsetNextOffsetNeverBehindRequest
        ) {
            $0.onPassage { passage in
                let tail = passage.server.immediateAnswer(to: passage.request.asHead)?[.streamNextOffset]
                if let query = passage.request.readQuery, query.isCatchUp, let tail, let offset = query.offset,
                    let position = OffsetRule.position(of: offset), position > OffsetRule.position(of: tail) ?? 0
                {
                    return passage.answer(500)
                }
                passage.proceed()
            }
        },
        Mutant(
            "offset.with-a-colon", "Offsets are a segment and a position with a colon between them.", .encoding,
            breaks: .offsetUrlSafe
        ) {
            $0.rules.offset = { "0:" + OffsetRule.token(of: $0) }
            $0.rules.position = { OffsetRule.position(of: String($0.dropFirst(2))) }
        },
        Mutant(
            "offset.of-300-characters", "Offsets are padded to 300 characters.", .encoding, breaks: .offsetShort
        ) {
            $0.rules.offset = { String(repeating: "0", count: 287) + OffsetRule.token(of: $0) }
            $0.rules.position = { OffsetRule.position(of: String($0.suffix(13))) }
        },
        Mutant(
            "offset.now-may-be-stored", "Caches may keep the answer to a read from now.", .field,
            breaks: .offsetNowCatchUpNotStored
        ) {
            $0.rules.cacheControl = { response, visibility, secondsLeft in
                CachingRule.cacheControl(
                    response == .now ? .data : response, visibility, secondsLeft: secondsLeft)
            }
        },
        Mutant(
            "content-type.case-counts", "Content types are compared letter by letter, capitals included.", .rule,
            breaks: .contentTypeCaseInsensitive
        ) {
            $0.rules.appendContentType = { attempt, stream in
                if let type = attempt.contentType, !attempt.isEmpty, let parsed = ContentType(type),
                    parsed.matches(stream.configuration.contentType),
                    !type.hasPrefix(stream.configuration.contentType.rawValue.prefix { $0 != ";" })
                {
                    return .contentTypeMismatch
                }
                return AppendRule.refusalOfContentType(attempt, stream)
            }
        },
        Mutant(
            "content-type.json-with-charset-not-flattened", "JSON with a charset is stored as it comes.", .rule,
            breaks: .contentTypeJsonWithParameters
        ) {
            $0.rules.payload = { body, use, stream, depth in
                PayloadRule.read(body, use, stream, maximumDepth: depth).map { payload in
                    let isPlain = stream.contentType.parameters.isEmpty || payload.messages == nil
                    return isPlain ? payload : StreamPayload(messages: [payload.bytes])
                }
            }
        },
        Mutant(
            "content-type.json-suffix-is-json", "Types that end in +json are stored as JSON without white space.",
            .rule, breaks: .contentTypeJsonSuffixIsBytes
        ) {
            $0.onBytes { bytes, type, _ in
                if type.subtype.hasSuffix("+json") { bytes.removeAll { $0 == 32 } }
            }
        },
        Mutant(
            "json.utf8-repaired", "Strings that are not UTF-8 are accepted and repaired.", .encoding,
            breaks: .jsonInvalidUtf8Rejected
        ) {
            $0.onJSONBody { body, _ in body = Array(String(decoding: body, as: UTF8.self).utf8) }
        },
        Mutant(
            "json.refusal-without-words", "What is no JSON is refused without a word.", .field,
            breaks: .jsonInvalidExplained
        ) {
            $0.onAnswer { _, answer in
                if answer.status == 400 { answer.body = [] }
            }
        },
        Mutant(
            "json.create-not-validated", "A create request with something that is no JSON makes an empty stream.",
            .rule, breaks: .jsonCreateInvalidRejected
        ) {
            $0.rules.payload = { body, use, stream, depth in
                let read = PayloadRule.read(body, use, stream, maximumDepth: depth)
                guard use == .create, case .failure = read else { return read }
                return .success(.empty)
            }
        },
        Mutant(
            "cache.data-without-control", "Reads with data are answered without Cache-Control.", .field,
            breaks: .cacheControlOnData
        ) {
            $0.onCatchUp { query, answer in
                if !query.isNow { answer[.cacheControl] = nil }
            }
        },
        Mutant(
            "cache.etag-of-the-end", "Entity tags name where the data ends, and not where it begins.", .rule,
            breaks: .cacheEtagPerRange
        ) {
            $0.rules.entityTag = { facts in
                var facts = facts
                facts.start = 0
                return CachingRule.entityTag(facts)
            }
        },
        Mutant(
            "cache.one-tag-in-a-condition", "If-None-Match is taken for one tag and not for a list.", .rule,
            breaks: .cacheIfNoneMatchList, .cacheIfNoneMatchAny
        ) {
            $0.rules.isNotModified = { $0 == $1 }
        },
        Mutant(
            "cache.star-is-no-condition", "An asterisk in If-None-Match matches nothing.", .rule,
            breaks: .cacheIfNoneMatchAny
        ) {
            $0.rules.isNotModified = { $0 != "*" && CachingRule.isNotModified($0, $1) }
        },
        Mutant(
            "cache.cursor-hexadecimal", "Cursors are hexadecimal numbers.", .encoding, breaks: .cacheCursorDecimal
        ) {
            $0.onReadAnswer { _, answer in
                guard let cursor = answer[.streamCursor].flatMap({ Int64($0) }) else { return }
                answer[.streamCursor] = "0x" + String(cursor, radix: 16)
            }
        },
    ]
}
