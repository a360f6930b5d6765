import HTTPMessage
import ReferenceServer
import Specification

// §5.6: what the answers to reads say, and how one read follows the other.
extension Mutant {
    static let catchUpAnswers: [Mutant] = [
        Mutant(
            "read.without-content-type", "Reads are answered without a Content-Type.", .field,
            breaks: .readContentType, .jsonResponseContentType
        ) {
            $0.onCatchUp { _, answer in answer[.contentType] = nil }
        },
        Mutant(
            "read.always-octet-stream", "Reads are answered as application/octet-stream.", .field,
            breaks: .readContentType, .jsonResponseContentType
        ) {
            $0.onCatchUp { _, answer in answer[.contentType] = "application/octet-stream" }
        },
        Mutant(
            "read.empty-without-content-type", "Reads without data are answered without a Content-Type.", .field,
            breaks: .readContentType
        ) {
            $0.onCatchUp { _, answer in
                if answer.body.isEmpty { answer[.contentType] = nil }
            }
        },
        Mutant(
            "read.without-next-offset", "Reads are answered without Stream-Next-Offset.", .field,
            breaks: .readNextOffset
        ) {
            $0.onCatchUp { _, answer in answer[.streamNextOffset] = nil }
        },
        Mutant(
            "read.empty-without-next-offset", "Reads without data are answered without Stream-Next-Offset.", .field,
            breaks: .readNextOffset
        ) {
            $0.onCatchUp { query, answer in
                if !query.isNow, answer.body.isEmpty { answer[.streamNextOffset] = nil }
            }
        },
        Mutant(
            "read.next-offset-is-last-byte", "Stream-Next-Offset stands before the last byte or message of the answer.",
            .rule, breaks: .readNextOffset, .readNextOffsetContinues, .readUpToDateIsNotEnd
        ) {
            $0.onCatchUp { query, answer in
                guard !query.isNow, !answer.body.isEmpty, answer.body != Array("[]".utf8) else { return }
                answer.moveNextOffset(by: -1)
            }
        },
        Mutant(
            "read.next-offset-is-tail", "Stream-Next-Offset is the tail, also when the answer does not reach it.",
            .race, breaks: .readNextOffsetContinues, .readMakesProgress
        ) {
            $0.onPassage { passage in
                guard passage.request.readQuery?.isCatchUp == true, var answer = passage.ask() else {
                    return passage.proceed()
                }
                if answer.status == 200 {
                    let head = passage.server.immediateAnswer(to: passage.request.asHead)
                    answer[.streamNextOffset] = head?[.streamNextOffset]
                }
                passage.answer(answer)
            }
        },
        Mutant(
            "read.chunks-overlap",
            "An answer that stops short of the tail is followed by one that repeats its last byte.",
            .rule, breaks: .readNextOffsetContinues
        ) {
            $0.wrapStore {
                ReadingStore($0) { log, start, limit in
                    var slice = try log.read(from: start, limit: limit)
                    if slice.bytes.count >= limit, slice.end > start + 1 { slice.end -= 1 }
                    return slice
                }
            }
        },
        Mutant(
            "read.chunks-with-gaps", "Of an answer that stops short of the tail the last byte is lost.", .encoding,
            breaks: .readNextOffsetContinues
        ) {
            $0.wrapStore {
                ReadingStore($0) { log, start, limit in
                    var slice = try log.read(from: start, limit: limit)
                    if slice.bytes.count >= limit { slice.bytes.removeLast() }
                    return slice
                }
            }
        },
        Mutant(
            "read.zeros-past-512-kib", "Beyond 512 KiB a stream reads as zeros.", .rare,
            breaks: .readNextOffsetContinues
        ) {
            $0.wrapStore {
                ReadingStore($0) { log, start, limit in
                    var slice = try log.read(from: start, limit: limit)
                    if start >= 1 << 19 { slice.bytes = slice.bytes.map { _ in 0 } }
                    return slice
                }
            }
        },
        Mutant(
            "read.bytes-from-another-moment",
            "The body of a read is older than its fields: what was just appended is skipped.", .race,
            breaks: .readNextOffsetContinues
        ) {
            let bodies = Memory<String, [UInt8]>()
            $0.onAnswer { request, answer in
                guard let query = request.readQuery, query.isCatchUp, !query.isNow, answer.status == 200 else { return }
                let before = bodies.exchange(request.path, for: answer.body)
                if let before, before.count < answer.body.count, answer.body.starts(with: before) {
                    answer.body = before
                }
            }
        },
        Mutant(
            "read.never-leaves-a-large-append", "An append that no answer can hold is answered with nothing, for ever.",
            .rule, breaks: .readMakesProgress, .readNextOffsetContinues
        ) {
            $0.wrapStore {
                ReadingStore($0) { log, start, limit in
                    if let end = try log.boundary(after: start), end - start > 1 << 14 {
                        return StreamSlice(bytes: [], end: start)
                    }
                    return try log.read(from: start, limit: limit)
                }
            }
        },
        Mutant(
            "read.partial-goes-back", "Every third answer that stops short of the tail sends its reader back.", .rare,
            breaks: .readMakesProgress, .readNextOffsetContinues
        ) {
            let parts = Tally<String>()
            $0.onAnswer { request, answer in
                guard request.readQuery?.isCatchUp == true, answer.status == 200, answer[.streamUpToDate] == nil,
                    parts.count(request.streamPath) == 3
                else { return }
                answer.moveNextOffset(by: -3 * answer.body.count / 2)
            }
        },
        Mutant(
            "read.up-to-date-only-when-empty", "Only a read without data says that it is up to date.", .rule,
            breaks: .readUpToDateAtTail
        ) {
            $0.onCatchUp { _, answer in
                if !answer.body.isEmpty { answer[.streamUpToDate] = nil }
            }
        },
        Mutant(
            "read.closed-is-not-up-to-date", "A read that reaches the end of a closed stream is not up to date.",
            .rule, breaks: .readUpToDateAtTail, .offsetNowClosedHeaders
        ) {
            $0.rules.readFlags = { end, stream in
                var flags = ReadRule.flags(end: end, stream)
                if flags.isClosed { flags.isUpToDate = false }
                return flags
            }
        },
        Mutant(
            "read.never-up-to-date-past-64-kib", "No read of a stream of more than 64 KiB is up to date.", .rare,
            breaks: .readUpToDateAtTail
        ) {
            $0.rules.readFlags = { end, stream in
                var flags = ReadRule.flags(end: end, stream)
                if stream.tail > 65_536 { flags.isUpToDate = false }
                return flags
            }
        },
        Mutant(
            "read.up-to-date-skips-one", "The offset of a read that is up to date is one too great.", .rule,
            breaks: .readUpToDateIsNotEnd, .readNextOffset
        ) {
            $0.onCatchUp { query, answer in
                guard !query.isNow, answer[.streamUpToDate] != nil else { return }
                answer.moveNextOffset(by: 1)
            }
        },
        Mutant(
            "read.up-to-date-ends-appends", "Once a reader was told that it is up to date, appends are refused.",
            .state, breaks: .readUpToDateIsNotEnd
        ) {
            let finished = Memory<String, Bool>()
            $0.onPassage { passage in
                let path = passage.request.streamPath
                if passage.request.method == .post, finished[path] == true { return passage.answer(409) }
                guard passage.request.readQuery?.isCatchUp == true, let answer = passage.ask() else {
                    return passage.proceed()
                }
                if answer[.streamUpToDate] != nil, !answer.body.isEmpty { finished[path] = true }
                passage.answer(answer)
            }
        },
        Mutant(
            "read.up-to-date-is-closed", "A read that is up to date says that the stream is closed.", .rule,
            breaks: .readOpenNotClosed
        ) {
            $0.onCatchUp { _, answer in
                if answer[.streamUpToDate] != nil { answer[.streamClosed] = "true" }
            }
        },
        Mutant(
            "read.closure-of-another-stream", "Once any stream was closed, reads at a tail say that theirs is.",
            .state, breaks: .readOpenNotClosed
        ) {
            let closed = Tally<Bool>()
            $0.onAnswer { request, answer in
                if answer[.streamClosed] != nil { _ = closed.count(true) }
                if request.readQuery?.isCatchUp == true, answer[.streamUpToDate] != nil, closed[true] > 0 {
                    answer[.streamClosed] = "true"
                }
            }
        },
        Mutant(
            "read.closure-only-at-empty-tail", "Only a read without data says that the stream is closed.", .rule,
            breaks: .readClosedWithFinalData
        ) {
            $0.onCatchUp { query, answer in
                if !query.isNow, !answer.body.isEmpty { answer[.streamClosed] = nil }
            }
        },
        Mutant(
            "read.answers-remembered-until-append",
            "Answers are kept until the next append: a closure without data changes none of them.", .state,
            breaks: .readClosedWithFinalData, .readClosureFoundAtNextOffset, .cacheEtagVariesWithClosure,
            .cacheClosureNotHidden
        ) {
            let (kept, appends) = (Memory<[String], Answer>(), Tally<String>())
            $0.onPassage { passage in
                let path = passage.request.streamPath
                guard let query = passage.request.readQuery, query.isCatchUp else {
                    if passage.request.method != .post || !passage.body.isEmpty { _ = appends.count(path) }
                    return passage.proceed()
                }
                let condition = passage.request.headerFields[.ifNoneMatch] ?? ""
                let key = [passage.request.path, String(appends[path]), condition]
                guard let answer = kept[key] ?? passage.ask() else { return passage.proceed() }
                kept[key] = answer
                passage.answer(answer)
            }
        },
        Mutant(
            "read.closure-is-404", "A read at the offset behind the last data of a closed stream is answered 404.",
            .status, breaks: .readClosureFoundAtNextOffset, .readAtTailClosed
        ) {
            $0.onCatchUp { query, answer in
                if !query.isNow, answer.body.isEmpty, answer[.streamClosed] != nil { answer.status = 404 }
            }
        },
        Mutant(
            "read.empty-answers-remembered", "An answer at a tail is repeated to whoever polled there three times.",
            .rare, breaks: .readClosureFoundAtNextOffset
        ) {
            let (polls, kept) = (Tally<String>(), Memory<String, Answer>())
            $0.onPassage { passage in
                let path = passage.request.path
                guard passage.request.readQuery?.isCatchUp == true else { return passage.proceed() }
                guard let answer = kept[path] ?? passage.ask() else { return passage.proceed() }
                if answer.status == 200, answer.body.isEmpty, polls.count(path) == 3 { kept[path] = answer }
                passage.answer(answer)
            }
        },
    ]
}
