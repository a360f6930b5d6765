import HTTPMessage
import ReferenceServer
import Specification

// §4.2 and §5.2 to §5.6: streams that were deleted and still have forks.
extension Mutant {
    static let softDeletedStreams: [Mutant] = softDeleted + softDeletedElsewhere

    // MARK: Soft-deleted

    private static let softDeleted: [Mutant] = [
        Mutant(
            "fork.soft-deleted-producer-duplicate",
            "A soft-deleted stream still acknowledges duplicates of a producer.",
            .state, breaks: .forkSoftDeletedRefusesAccess
        ) {
            $0.onAnswer { request, answer in
                if answer.status == 410, request.producerStamp?.seq == 0 { answer.replace(with: Answer(status: 204)) }
            }
        },
        Mutant(
            "fork.soft-deleted-middle-readable", "A soft-deleted stream that is a fork itself can be read.", .state,
            breaks: .forkSoftDeletedRefusesAccess
        ) {
            let forks = $0.noteForks()
            let isFork = Memory<String, Bool>()
            $0.onAnswer { request, answer in
                let path = request.streamPath
                if request.forkSource != nil, answer.status == 201 { isFork[path] = true }
                if answer.status == 410, isFork[path] == true, request.method == .get,
                    let fork = forks.forks(of: path).first
                {
                    answer.replace(with: Answer(status: 200, fields: [.contentType: "text/plain", .location: fork]))
                }
            }
        },
        Mutant(
            "fork.soft-deleted-revived", "A soft-deleted stream comes back to life with its last fork gone.", .state,
            breaks: .forkSourceCleanedUp
        ) {
            let forks = $0.noteForks()
            let hidden = Memory<String, Bool>()
            $0.onPassage { passage in
                let path = passage.request.streamPath
                let isNeeded = !forks.forks(of: path).isEmpty
                if hidden[path] == true, isNeeded {
                    return passage.answer(passage.request.method == .put ? 409 : 410)
                }
                if passage.request.method == .delete, isNeeded {
                    hidden[path] = true
                    return passage.answer(204)
                }
                passage.proceed()
            }
        },
        Mutant(
            "fork.empty-stream-left",
            "With its last fork a soft-deleted stream goes, and an empty one is left at its URL.",
            .state, breaks: .forkSourceCleanedUp
        ) {
            let forks = $0.noteForks()
            let deleted = Memory<String, Bool>()
            $0.onPassage { passage in
                let path = passage.request.streamPath
                let source = forks.source(of: path)
                if passage.request.method == .delete { deleted[path] = true }
                passage.proceed()
                // Whoever had the deleted stream for a source is asked as if it were still there.
                if passage.request.method == .delete, let source, deleted[source] == true,
                    passage.server.immediateAnswer(to: HTTPRequest(method: .head, path: source))?.status == 404
                {
                    deleted[source] = nil
                    _ = passage.server.immediateAnswer(
                        to:
                            HTTPRequest(method: .put, path: source, headerFields: [.contentType: "text/plain"]))
                }
            }
        },
    ]

    private static let softDeletedElsewhere: [Mutant] = [
        Mutant(
            "delete.with-forks-refused", "A stream that has forks cannot be deleted.", .rule,
            breaks: .deleteSoftDeletedWithForks
        ) {
            let forks = $0.noteForks()
            $0.onPassage { passage in
                if passage.request.method == .delete, !forks.forks(of: passage.request.streamPath).isEmpty,
                    passage.server.metadata(of: passage.request) != nil
                {
                    return passage.answer(409)
                }
                passage.proceed()
            }
        },
        Mutant(
            "delete.soft-deleted-takes-appends", "A stream that has forks takes appends after it was deleted.", .state,
            breaks: .appendSoftDeleted, .forkSoftDeletedRefusesAccess, .deleteSoftDeletedWithForks
        ) {
            $0.onAnswer { request, answer in
                if answer.status == 410, request.method == .post, !request.closes {
                    answer.replace(with: Answer(status: 204, fields: [.streamNextOffset: "0"]))
                }
            }
        },
        Mutant(
            "delete.soft-deleted-url-free", "A new stream can be created in the place of a soft-deleted one.", .state,
            breaks: .deleteSoftDeletedBlocksCreation
        ) {
            $0.rules.create = { request, stream in
                stream.isSoftDeleted && request.origin == nil ? .confirm : CreateRule.decide(request, stream)
            }
        },
        Mutant(
            "delete.soft-deleted-url-free-for-forks", "A fork can be made in the place of a soft-deleted stream.",
            .state, breaks: .deleteSoftDeletedBlocksCreation
        ) {
            $0.rules.create = { request, stream in
                stream.isSoftDeleted && request.origin != nil ? .confirm : CreateRule.decide(request, stream)
            }
        },
        Mutant(
            "delete.soft-deleted-url-gone", "Creating a stream in the place of a soft-deleted one is answered 410.",
            .status, breaks: .deleteSoftDeletedBlocksCreation
        ) {
            $0.onPassage { passage in
                if passage.request.method == .put,
                    passage.server.immediateAnswer(to: HTTPRequest(method: .head, path: passage.request.streamPath))?
                        .status == 410
                {
                    return passage.answer(410)
                }
                passage.proceed()
            }
        },
        Mutant(
            "delete.takes-the-data-of-forks", "When a source is deleted, what its forks inherited reads as NULs.",
            .state, breaks: .deleteSoftDeletedKeepsForkData
        ) {
            let forks = $0.noteForks()
            let deleted = Memory<String, Int>()
            let position = $0.rules.position
            $0.onPassage { passage in
                let path = passage.request.streamPath
                if passage.request.method == .delete {
                    deleted[path] = passage.server.tail(at: path).flatMap(position)
                }
                guard passage.request.readQuery?.isCatchUp == true, var answer = passage.ask(), answer.status == 200,
                    let length = forks.source(of: path).flatMap({ deleted[$0] })
                else { return passage.proceed() }
                let lost = min(length, answer.body.count)
                answer.body.replaceSubrange(..<lost, with: Array(repeating: 0, count: lost))
                passage.answer(answer)
            }
        },
        Mutant(
            "delete.takes-its-forks", "With a stream its forks are deleted.", .state,
            breaks: .deleteSoftDeletedKeepsForkData
        ) {
            let forks = $0.noteForks()
            $0.onPassage { passage in
                passage.proceed()
                guard passage.request.method == .delete else { return }
                for fork in forks.forks(of: passage.request.streamPath) {
                    _ = passage.server.immediateAnswer(to: HTTPRequest(method: .delete, path: fork))
                }
            }
        },
        Mutant(
            "delete.soft-deleted-again-is-204", "Deleting a soft-deleted stream is answered 204.", .status,
            breaks: .deleteSoftDeletedAgain, .forkSoftDeletedRefusesAccess
        ) {
            $0.onAnswer { request, answer in
                if answer.status == 410, request.method == .delete { answer.replace(with: Answer(status: 204)) }
            }
        },
        Mutant(
            "delete.soft-deleted-again-for-good", "Deleting a soft-deleted stream again is answered 404.", .status,
            breaks: .deleteSoftDeletedAgain, .forkSoftDeletedRefusesAccess
        ) {
            $0.onAnswer { request, answer in
                if answer.status == 410, request.method == .delete { answer.replace(with: Answer(status: 404)) }
            }
        },
        Mutant(
            "append.soft-deleted-is-404", "An append to a soft-deleted stream is answered 404.", .status,
            breaks: .appendSoftDeleted, .forkSoftDeletedRefusesAccess
        ) {
            $0.onAnswer { request, answer in
                if answer.status == 410, request.method == .post, !request.closes { answer.status = 404 }
            }
        },
        Mutant(
            "close.soft-deleted-is-409", "Closing a soft-deleted stream is answered 409.", .status,
            breaks: .closeSoftDeleted, .forkSoftDeletedRefusesAccess
        ) {
            $0.onAnswer { request, answer in
                if answer.status == 410, request.method == .post, request.closes { answer.status = 409 }
            }
        },
        Mutant(
            "head.soft-deleted-is-404", "`HEAD` of a soft-deleted stream is answered 404.", .status,
            breaks: .headSoftDeleted, .forkSoftDeletedRefusesAccess
        ) {
            $0.onAnswer { request, answer in
                if answer.status == 410, request.method == .head { answer.status = 404 }
            }
        },
        Mutant(
            "read.soft-deleted-tail-is-empty", "A read from `now` of a soft-deleted stream is an empty 200.", .rule,
            breaks: .readSoftDeleted, .forkSoftDeletedRefusesAccess
        ) {
            $0.onAnswer { request, answer in
                guard let query = request.readQuery, query.isCatchUp, query.isNow, answer.status == 410 else { return }
                answer.replace(
                    with: Answer(status: 200, fields: [.contentType: "text/plain", .streamNextOffset: "0"]))
            }
        },
    ]
}
