import HTTPMessage
import ReferenceServer
import Specification

// §4.2: sub-offsets of forks.
extension Mutant {
    // MARK: Sub-offsets

    static let forkSubOffsets: [Mutant] = [
        Mutant(
            "fork.sub-offset-of-bytes-ignored", "A sub-offset is ignored on streams that are not JSON.", .rule,
            breaks: .forkSubOffsetBytes
        ) {
            $0.onForkSubOffset { isJSON, subOffset, _ in isJSON ? subOffset : 0 }
        },
        Mutant(
            "fork.sub-offset-of-bytes-off-by-one", "A sub-offset in bytes counts one byte too few.", .rule,
            breaks: .forkSubOffsetBytes
        ) {
            $0.onForkSubOffset { isJSON, subOffset, _ in isJSON ? subOffset : max(0, subOffset - 1) }
        },
        Mutant(
            "fork.sub-offset-of-bytes-whole-append", "A sub-offset in bytes inherits the whole append it lies in.",
            .rule, breaks: .forkSubOffsetBytes
        ) {
            $0.onForkSubOffset { isJSON, subOffset, room in isJSON ? subOffset : room }
        },
        Mutant(
            "fork.sub-offset-of-16-bits", "Of a sub-offset in bytes only the lower 16 bits count.", .rare,
            breaks: .forkSubOffsetBytes
        ) {
            $0.onForkSubOffset { isJSON, subOffset, _ in isJSON ? subOffset : subOffset & 0xFFFF }
        },
        Mutant(
            "fork.sub-offset-of-messages-ignored", "A sub-offset is ignored on JSON streams.", .rule,
            breaks: .forkSubOffsetMessages
        ) {
            $0.onForkSubOffset { isJSON, subOffset, _ in isJSON ? 0 : subOffset }
        },
        Mutant(
            "fork.sub-offset-counts-appends", "A sub-offset on a JSON stream counts batches instead of messages.",
            .rule, breaks: .forkSubOffsetMessages
        ) {
            $0.onForkSubOffset { isJSON, subOffset, room in isJSON ? room : subOffset }
        },
        Mutant(
            "fork.sub-offset-counts-brackets",
            "On a JSON stream a sub-offset past the fifth message counts one message too many.", .rare,
            breaks: .forkSubOffsetMessages
        ) {
            $0.onForkSubOffset { isJSON, subOffset, room in
                isJSON && subOffset > 5 ? min(room, subOffset + 1) : subOffset
            }
        },
        Mutant(
            "fork.sub-offset-zero-refused", "The sub-offset 0 is refused.", .rule, breaks: .forkSubOffsetZero
        ) {
            $0.onForkRequest { request in
                if request.headerFields[.streamForkSubOffset] == "0" {
                    request.headerFields[.streamForkSubOffset] = "none"
                }
            }
        },
        Mutant(
            "fork.sub-offset-zero-is-another", "A repeated request with the sub-offset 0 conflicts with one without.",
            .rule, breaks: .forkSubOffsetZero
        ) {
            $0.onPassage { passage in
                if passage.request.forkSource != nil, passage.request.headerFields[.streamForkSubOffset] == "0",
                    passage.server.metadata(of: passage.request) != nil
                {
                    return passage.answer(409)
                }
                passage.proceed()
            }
        },
        Mutant(
            "fork.sub-offset-malformed-is-zero", "A sub-offset that is no number counts as none.", .rule,
            breaks: .forkSubOffsetMalformedRejected
        ) {
            $0.onForkRequest { request in
                if request.headerFields[.streamForkSubOffset].map({ ForkRule.subOffset($0) == nil && $0.count < 6 })
                    == true
                {
                    request.headerFields[.streamForkSubOffset] = nil
                }
            }
        },
        Mutant(
            "fork.sub-offset-leading-digits", "Of a sub-offset only the digits at its beginning are read.", .encoding,
            breaks: .forkSubOffsetMalformedRejected
        ) {
            $0.onForkRequest { request in
                guard let value = request.headerFields[.streamForkSubOffset] else { return }
                let digits = value.prefix { $0.isASCII && $0.isNumber }
                if !digits.isEmpty { request.headerFields[.streamForkSubOffset] = String(digits) }
            }
        },
        Mutant(
            "fork.sub-offset-signed", "A negative sub-offset counts backwards.", .rule,
            breaks: .forkSubOffsetMalformedRejected
        ) {
            let position = $0.rules.position
            let offset = $0.rules.offset
            $0.onForkRequest { request in
                guard let value = request.headerFields[.streamForkSubOffset].flatMap(Int.init), value < 0,
                    let anchor = request.headerFields[.streamForkOffset].flatMap(position)
                else { return }
                request.headerFields[.streamForkSubOffset] = nil
                request.headerFields[.streamForkOffset] = offset(max(0, anchor + value))
            }
        },
        Mutant(
            "fork.sub-offset-cut-short", "A sub-offset past the tail inherits everything up to it.", .rule,
            breaks: .forkSubOffsetOvershootRejected
        ) {
            $0.rules.fork = { request, origin, source, boundary in
                var origin = origin
                let room = source.tail - (origin.anchor ?? source.tail)
                if room >= 0, origin.subOffset > room { origin.subOffset = room }
                return ForkRule.decide(request, origin, source, boundary)
            }
        },
        Mutant(
            "fork.sub-offset-of-32-bits", "Of a sub-offset only the lower 32 bits count.", .encoding,
            breaks: .forkSubOffsetOvershootRejected
        ) {
            $0.rules.fork = { request, origin, source, boundary in
                var origin = origin
                origin.subOffset = Int(UInt32(truncatingIfNeeded: origin.subOffset))
                return ForkRule.decide(request, origin, source, boundary)
            }
        },
        Mutant(
            "fork.sub-offset-at-the-tail-ignored", "At the tail of the source a sub-offset is not looked at.", .rule,
            breaks: .forkSubOffsetOvershootRejected
        ) {
            $0.rules.fork = { request, origin, source, boundary in
                var origin = origin
                if origin.anchor ?? source.tail == source.tail { origin.subOffset = 0 }
                return ForkRule.decide(request, origin, source, boundary)
            }
        },
        Mutant(
            "fork.sub-offset-stops-at-the-boundary",
            "A sub-offset that leads past the append it begins in is cut short at the end of it.", .rule,
            breaks: .forkSubOffsetPastBoundary
        ) {
            $0.rules.fork = { request, origin, source, boundary in
                var origin = origin
                let anchor = origin.anchor ?? source.tail
                if let next = boundary(anchor), origin.subOffset > next - anchor,
                    origin.subOffset <= source.tail - anchor
                {
                    origin.subOffset = next - anchor
                }
                return ForkRule.decide(request, origin, source, boundary)
            }
        },
    ]
}
