import HTTPMessage
import Specification

// §5.2: Stream-Seq.
extension Mutant {
    static let appendSequence: [Mutant] = sequenceOrder + sequenceState

    /// A defect in how `Stream-Seq` values are compared.
    private static func comparing(
        _ id: String, _ summary: String, breaks: Requirement,
        _ advances: @escaping @Sendable (_ sequence: String, _ last: String) -> Bool
    ) -> Mutant {
        Mutant("append.seq-\(id)", summary, .rule, breaks: breaks) {
            $0.rules.sequenceAdvances = { sequence, last in
                last.map { advances(sequence.value, $0.value) } ?? true
            }
        }
    }

    private static let sequenceOrder: [Mutant] = [
        comparing("equal-taken", "A Stream-Seq that repeats the last one is taken.", breaks: .appendSeqEqualRejected) {
            !($0.utf8.lexicographicallyPrecedes($1.utf8))
        },
        comparing(
            "lower-taken", "Any Stream-Seq but the last one is taken.", breaks: .appendSeqLowerRejected
        ) { $0 != $1 },
        comparing(
            "seen-taken", "A Stream-Seq is refused when it is the one just below the last, or the last.",
            breaks: .appendSeqLowerRejected
        ) { sequence, last in
            guard let number = Int(sequence), let last = Int(last) else {
                return last.utf8.lexicographicallyPrecedes(sequence.utf8)
            }
            return number > last || number < last - 1
        },
        comparing(
            "only-next-taken", "Of Stream-Seq values that are numbers, only the next one is taken.",
            breaks: .appendSeqIncreasingAccepted
        ) { sequence, last in
            guard let number = Int(sequence), let last = Int(last) else {
                return last.utf8.lexicographicallyPrecedes(sequence.utf8)
            }
            return number == last + 1
        },
        comparing(
            "as-numbers", "Stream-Seq values that are numbers are compared as numbers.",
            breaks: .appendSeqBytewiseOrder
        ) { sequence, last in
            guard let number = Int(sequence), let last = Int(last) else {
                return last.utf8.lexicographicallyPrecedes(sequence.utf8)
            }
            return number > last
        },
        comparing(
            "without-case", "Stream-Seq values are compared without regard to letter case.",
            breaks: .appendSeqBytewiseOrder
        ) { $1.lowercased().utf8.lexicographicallyPrecedes($0.lowercased().utf8) },
        comparing(
            "by-length-first", "A longer Stream-Seq is greater than a shorter one.", breaks: .appendSeqBytewiseOrder
        ) { sequence, last in
            sequence.utf8.count == last.utf8.count
                ? last.utf8.lexicographicallyPrecedes(sequence.utf8) : sequence.utf8.count > last.utf8.count
        },
        comparing(
            "first-bytes-only", "Stream-Seq values are compared as far as the shorter one goes.",
            breaks: .appendSeqBytewiseOrder
        ) { sequence, last in
            let length = min(sequence.utf8.count, last.utf8.count)
            return last.utf8.prefix(length).lexicographicallyPrecedes(sequence.utf8.prefix(length))
        },
        comparing(
            "without-white-space", "Stream-Seq values are compared without their white space.",
            breaks: .appendSeqBytewiseOrder
        ) { sequence, last in
            last.filter { $0 != " " }.utf8.lexicographicallyPrecedes(sequence.filter { $0 != " " }.utf8)
        },
        comparing(
            "letters-before-marks",
            "Stream-Seq values are compared as a dictionary does: letters come after all marks.",
            breaks: .appendSeqBytewiseOrder
        ) { sequence, last in
            func key(_ value: String) -> [UInt8] { value.utf8.map { $0 > UInt8(ascii: "z") ? $0 - 0x5B : $0 } }
            return key(last).lexicographicallyPrecedes(key(sequence))
        },
        Mutant(
            "append.seq-must-be-alphanumeric", "A Stream-Seq of anything but letters and digits is a bad request.",
            .rule, breaks: .appendSeqOpaque
        ) {
            $0.onAnswer { request, answer in
                if request.method == .post, let sequence = request.headerFields[.streamSeq],
                    !sequence.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) })
                {
                    answer.refuse(400)
                }
            }
        },
        Mutant(
            "append.seq-must-be-short", "A Stream-Seq of more than 128 bytes is a bad request.", .rare,
            breaks: .appendSeqOpaque
        ) {
            $0.interpose { request, body, server, writer in
                guard let sequence = request.headerFields[.streamSeq], sequence.utf8.count > 128 else {
                    return server.serve(request, body: body, to: writer)
                }
                writer.respond(HTTPResponse(status: .badRequest), body: [])
            }
        },
        Mutant(
            "append.seq-split-at-commas", "Of a Stream-Seq with commas, the last part counts.", .encoding,
            breaks: .appendSeqOpaque, .appendSeqEqualRejected
        ) {
            $0.onRequest { request, _ in
                guard let sequence = request.headerFields[.streamSeq], sequence.contains(",") else { return }
                request.headerFields[.streamSeq] = nil
            }
        },
    ]

    private static let sequenceState: [Mutant] = [
        Mutant(
            "append.seq-forgotten-in-between", "An append without Stream-Seq makes the stream forget the last one.",
            .state, breaks: .appendSeqEqualRejected
        ) {
            let forgotten = Names()
            $0.knowRequests()
            $0.onAnswer { request, answer in
                guard request.method == .post, answer.isSuccess else { return }
                request.headerFields.contains(.streamSeq)
                    ? forgotten.remove(request.stream) : forgotten.insert(request.stream)
            }
            $0.rules.sequenceAdvances = { sequence, last in
                forgotten.contains(Asked.stream) || AppendRule.sequenceAdvances(sequence, last)
            }
        },
        Mutant(
            "append.seq-checked-before-the-lock", "Appends with one Stream-Seq that arrive at once are all stored.",
            .race, breaks: .appendSeqEqualRejected
        ) {
            let clock = $0.clock
            let lasts = Memory<String, StreamSequence>()
            $0.interpose { request, body, server, writer in
                guard request.method == .post, !request.closes, !request.headerFields.contains(.producerId),
                    let sequence = request.headerFields[.streamSeq].map(StreamSequence.init),
                    AppendRule.sequenceAdvances(sequence, lasts[request.stream])
                else { return server.serve(request, body: body, to: writer) }
                _ = clock.schedule(after: .milliseconds(1)) {
                    let answer = server.ask(request, body: body)
                    guard answer.status == 409, sequence == lasts[request.stream] else {
                        if answer.isSuccess { lasts[request.stream] = sequence }
                        return writer.respond(answer.response, body: answer.body)
                    }
                    var bare = request
                    bare.headerFields[.streamSeq] = nil
                    server.serve(bare, body: body, to: writer)
                }
            }
        },
        Mutant(
            "append.seq-refused-and-stored", "An append whose Stream-Seq is not greater is refused and stored.", .state,
            breaks: .appendSeqRejectedStoresNothing
        ) {
            $0.afterwards { request, body, answer, server in
                guard request.method == .post, answer.status == 409, !answer.isClosed, !request.closes,
                    !request.headerFields.contains(.producerId), request.headerFields.contains(.streamSeq)
                else { return }
                var bare = request
                bare.headerFields[.streamSeq] = nil
                _ = server.ask(bare, body: body)
            }
        },
        Mutant(
            "append.seq-last-seen-counts", "The last Stream-Seq is the last one that came, refused or not.", .state,
            breaks: .appendSeqRejectedKeepsLast
        ) {
            let seen = Memory<String, StreamSequence>()
            $0.knowRequests()
            $0.rules.sequenceAdvances = { sequence, last in
                let before = seen.exchange(Asked.stream, for: sequence)
                return AppendRule.sequenceAdvances(sequence, last == nil ? nil : before ?? last)
            }
        },
        Mutant(
            "append.seq-kept-of-refused", "The Stream-Seq of an append that is refused for something else counts.",
            .state, breaks: .appendSeqRejectedKeepsLast
        ) {
            let greatest = Memory<String, StreamSequence>()
            $0.knowRequests()
            $0.onAnswer { request, answer in
                if request.method == .put, answer.status == 201 { greatest[request.stream] = nil }
                guard request.method == .post, !answer.isSuccess, !answer.isClosed,
                    let sequence = request.headerFields[.streamSeq].map(StreamSequence.init)
                else { return }
                if AppendRule.sequenceAdvances(sequence, greatest[request.stream]) {
                    greatest[request.stream] = sequence
                }
            }
            $0.rules.sequenceAdvances = { sequence, last in
                AppendRule.sequenceAdvances(sequence, last)
                    && AppendRule.sequenceAdvances(sequence, greatest[Asked.stream])
            }
        },
        Mutant(
            "append.seq-once-always", "After an append with Stream-Seq, appends without it are refused.", .rule,
            breaks: .appendSeqOptional
        ) {
            let numbered = Names()
            $0.interpose { request, body, server, writer in
                guard request.isPlainAppend, numbered.contains(request.stream) else {
                    if request.headerFields.contains(.streamSeq) { numbered.insert(request.stream) }
                    if request.method == .put || request.method == .delete { numbered.remove(request.stream) }
                    return server.serve(request, body: body, to: writer)
                }
                writer.respond(HTTPResponse(status: .conflict), body: [])
            }
        },
    ]
}
