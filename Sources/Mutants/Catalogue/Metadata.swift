import HTTPMessage
import Specification

// §5.5: metadata.
extension Mutant {
    static let metadata: [Mutant] = asking + metadataFields

    private static let asking: [Mutant] = [
        Mutant("head.is-204", "HEAD of a stream is answered 204.", .status, breaks: .headExists) {
            $0.onAnswer { request, answer in
                if request.method == .head, answer.status == 200 { answer.status = 204 }
            }
        },
        Mutant("head.closed-is-gone", "HEAD of a closed stream is answered 410.", .status, breaks: .headExists) {
            $0.onAnswer { request, answer in
                if request.method == .head, answer.isClosed { answer.status = 410 }
            }
        },
        Mutant(
            "head.missing-is-200", "HEAD of a stream that does not exist succeeds.", .status, breaks: .headMissingStream
        ) {
            $0.onAnswer { request, answer in
                if request.method == .head, answer.status == 404 { answer.status = 200 }
            }
        },
        Mutant(
            "head.longer-name-is-found", "HEAD of a name that begins with a stream's finds that stream.", .rule,
            breaks: .headMissingStream
        ) {
            let names = Names()
            $0.afterwards { request, _, answer, server in
                if request.method == .put, answer.isSuccess { names.insert(request.stream) }
                if request.method == .delete { names.remove(request.stream) }
                if request.method == .head, answer.status == 404, let name = names.beginning(of: request.stream) {
                    answer = server.ask(.head, like: request, stream: name)
                }
            }
        },
        Mutant("head.has-a-body", "The answer to HEAD has the body of a read.", .encoding, breaks: .headNoBody) {
            $0.sendsBodyOfHead = true
            $0.afterwards { request, _, answer, server in
                if request.method == .head, answer.status == 200 { answer.body = server.ask(.get, like: request).body }
            }
        },
    ]

    private static let metadataFields: [Mutant] = [
        Mutant(
            "head.type-is-octets", "HEAD says of every stream that it is octets.", .field, breaks: .headContentType,
            .createContentTypeSet
        ) {
            $0.onAnswer { request, answer in
                if request.method == .head, answer.status == 200 { answer[.contentType] = "application/octet-stream" }
            }
        },
        Mutant("head.json-type-missing", "HEAD of a stream of JSON names no type.", .field, breaks: .headContentType) {
            $0.onAnswer { request, answer in
                if request.method == .head, answer[.contentType] == "application/json" { answer[.contentType] = nil }
            }
        },
        Mutant(
            "head.one-append-behind", "HEAD carries the tail offset before the last append.", .state,
            breaks: .headNextOffset
        ) {
            let tails = Memory<String, [String]>()
            $0.onAnswer { request, answer in
                guard answer.isSuccess, let tail = answer[.streamNextOffset] else { return }
                if request.method == .put { tails[request.stream] = [tail] }
                if request.method == .post {
                    tails[request.stream] = (tails[request.stream] ?? []).suffix(1) + [tail]
                }
                if request.method == .head, let before = tails[request.stream]?.first {
                    answer[.streamNextOffset] = before
                }
            }
        },
        Mutant(
            "head.stands-still-after-three", "HEAD carries the tail offset of the third append from then on.", .rare,
            breaks: .headNextOffset
        ) {
            let appends = Tally<String>()
            let tails = Memory<String, String>()
            $0.onAnswer { request, answer in
                guard answer.isSuccess, let tail = answer[.streamNextOffset] else { return }
                if request.method == .post, appends.count(request.stream) == 3 { tails[request.stream] = tail }
                if request.method == .head, let third = tails[request.stream] { answer[.streamNextOffset] = third }
            }
        },
        Mutant(
            "head.end-before-the-last-append",
            "HEAD of a closed stream carries the offset before the append that closed it.",
            .race, breaks: .headNextOffset
        ) {
            let tails = Memory<String, String>()
            $0.afterwards { request, body, answer, _ in
                guard answer.isSuccess, let tail = answer[.streamNextOffset] else { return }
                if request.method == .post, request.closes, !body.isEmpty, !request.isJSON,
                    let end = OffsetRule.position(of: tail)
                {
                    tails[request.stream] = OffsetRule.token(of: max(0, end - body.count))
                }
                if request.method == .head, let before = tails[request.stream] { answer[.streamNextOffset] = before }
            }
        },
        Mutant(
            "head.empty-without-offset", "HEAD of a stream without content carries no tail offset.", .field,
            breaks: .headNextOffset
        ) {
            $0.onAnswer { request, answer in
                if request.method == .head, answer[.streamNextOffset] == OffsetRule.token(of: 0) {
                    answer[.streamNextOffset] = nil
                }
            }
        },
        Mutant(
            "head.closed-is-silent", "HEAD does not say that a stream is closed.", .field, breaks: .headClosed,
            .closureDurable
        ) {
            $0.onAnswer { request, answer in
                if request.method == .head { answer[.streamClosed] = nil }
            }
        },
        Mutant(
            "head.closed-by-append-is-silent", "HEAD does not say that a stream is closed when an append closed it.",
            .state, breaks: .headClosed
        ) {
            let closed = Names()
            $0.afterwards { request, body, answer, _ in
                if request.method == .put { closed.remove(request.stream) }
                if request.method == .post, request.closes, !body.isEmpty, answer.isSuccess {
                    closed.insert(request.stream)
                }
                if request.method == .head, closed.contains(request.stream) { answer[.streamClosed] = nil }
            }
        },
        Mutant(
            "head.open-says-closed", "HEAD says of every stream that it is closed.", .field, breaks: .headOpenNotClosed
        ) {
            $0.onAnswer { request, answer in
                if request.method == .head, answer.isSuccess { answer[.streamClosed] = "true" }
            }
        },
        Mutant(
            "head.ttl-counts-down", "HEAD carries what is left of a TTL.", .time, breaks: .headTtlTruthful
        ) {
            let clock = $0.clock
            let created = Memory<String, Int64>()
            $0.onAnswer { request, answer in
                if request.method == .put, answer.status == 201 { created[request.stream] = clock.now.secondsSince1970 }
                guard request.method == .head, let ttl = answer[.streamTTL].flatMap({ Int64($0) }),
                    let start = created[request.stream]
                else { return }
                answer[.streamTTL] = String(max(0, ttl - (clock.now.secondsSince1970 - start)))
            }
        },
        Mutant("head.ttl-in-milliseconds", "HEAD carries the TTL in milliseconds.", .encoding, breaks: .headTtlTruthful)
        {
            $0.onAnswer { request, answer in
                if request.method == .head, let ttl = answer[.streamTTL] { answer[.streamTTL] = ttl + "000" }
            }
        },
        Mutant(
            "head.expiry-without-zone", "HEAD carries the expiry time without a zone.", .encoding,
            breaks: .headExpiresAtTruthful
        ) {
            $0.onAnswer { request, answer in
                if request.method == .head, let time = answer[.streamExpiresAt] {
                    answer[.streamExpiresAt] = String(time.dropLast())
                }
            }
        },
        Mutant(
            "head.expiry-loses-its-zone", "HEAD carries the expiry time with its zone offset replaced by Z.", .encoding,
            breaks: .headExpiresAtTruthful
        ) {
            let times = Memory<String, String>()
            $0.onAnswer { request, answer in
                if request.method == .put, answer.status == 201 {
                    times[request.stream] = request.headerFields[.streamExpiresAt]
                }
                guard request.method == .head, answer[.streamExpiresAt] != nil, let time = times[request.stream] else {
                    return
                }
                answer[.streamExpiresAt] = time.split(separator: "+").first.map {
                    $0.hasSuffix("Z") ? "\($0)" : "\($0)Z"
                }
            }
        },
    ]
}
