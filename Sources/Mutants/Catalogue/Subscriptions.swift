import HTTPMessage
import ReferenceServer
import Specification

// §6: subscriptions: the reserved prefix, creating and confirming.
extension Mutant {
    static let subscriptions: [Mutant] = subscriptionPrefix + subscriptionCreation

    // MARK: The reserved prefix

    private static let subscriptionPrefix: [Mutant] = [
        Mutant(
            "subscription.text-becomes-a-stream", "A `PUT` of plain text below the reserved prefix creates a stream.",
            .rule, breaks: .subscriptionPrefixRoutedFirst
        ) {
            $0.onPassage { passage in
                var passage = passage
                let path = passage.request.streamPath
                let isText = passage.request.headerFields[.contentType] == "text/plain"
                let aside = path.replacing("/__ds/", with: "/--ds/")
                if path.contains("/__ds/subscriptions/"), isText || passage.server.metadata(at: aside) != nil {
                    passage.request.path = aside
                }
                passage.proceed()
            }
        },
        Mutant(
            "subscription.takes-appends", "A `POST` to a subscription is answered as an append.", .status,
            breaks: .subscriptionPrefixRoutedFirst
        ) {
            $0.onAnswer { request, answer in
                if request.method == .post, request.path.contains("/__ds/"), answer.status == 405 {
                    answer.replace(with: Answer(status: 204))
                }
            }
        },
        Mutant(
            "subscription.prefix-holds-streams", "Streams live below the reserved prefix where it knows nothing.",
            .rule, breaks: .subscriptionPrefixReserved
        ) {
            $0.onPassage { passage in
                var passage = passage
                let path = passage.request.streamPath
                if path.contains("/__ds"), !path.contains("/__ds/subscriptions"), !path.hasSuffix("/jwks.json") {
                    passage.request.path = passage.request.path.replacing("/__ds", with: "/--ds")
                }
                passage.proceed()
            }
        },
        Mutant(
            "subscription.prefix-itself-is-a-stream", "A stream can be created at the reserved prefix itself.", .rule,
            breaks: .subscriptionPrefixReserved
        ) {
            $0.onPassage { passage in
                var passage = passage
                if passage.request.streamPath.hasSuffix("/__ds") {
                    passage.request.path = passage.request.path.replacing("/__ds", with: "/--ds")
                }
                passage.proceed()
            }
        },
        Mutant(
            "subscription.absolute-paths", "Streams are shown by the paths of their URLs.", .encoding,
            breaks: .subscriptionRootRelativePaths
        ) {
            $0.onControlAnswer { _, answer in
                answer.text = answer.text.replacing(#""path":""#, with: #""path":"/v1/stream/"#)
            }
        },
        Mutant(
            "subscription.slashes-escaped", "Slashes in the paths of streams are shown percent-encoded.", .encoding,
            breaks: .subscriptionRootRelativePaths
        ) {
            $0.onControlMembers(#""path":""#) { String($0).replacing("/", with: "%2F") }
        },
        Mutant(
            "subscription.one-cursor", "All streams of a subscription are shown with the cursor of the first.", .state,
            breaks: .subscriptionCursorPerStream
        ) {
            $0.onControlAnswer { _, answer in
                let marker = #""acked_offset":""#
                let parts = answer.text.split(separator: marker, omittingEmptySubsequences: false)
                guard parts.count > 2 else { return }
                let first = parts[1].prefix { $0 != "\"" }
                answer.text =
                    parts.prefix(2).joined(separator: marker)
                    + parts.dropFirst(2).map { marker + first + $0.drop { $0 != "\"" } }.joined()
            }
        },
        Mutant(
            "subscription.cursors-not-shown", "A subscription is shown without the cursors of its streams.", .field,
            breaks: .subscriptionCursorPerStream
        ) {
            $0.onControlAnswer { _, answer in answer.text = answer.text.replacing("acked_offset", with: "cursor") }
        },
        Mutant(
            "subscription.glob-takes-precedence", "A stream linked both ways is shown as `glob`.", .rule,
            breaks: .subscriptionExplicitTakesPrecedence
        ) {
            $0.rules.subscriptions.shownKind = { $0.isGlob ? .glob : .explicit }
        },
        Mutant(
            "subscription.linked-twice", "A stream linked both ways is shown twice.", .state,
            breaks: .subscriptionExplicitTakesPrecedence
        ) {
            $0.onControlAnswer { _, answer in
                guard answer.text.contains(#""pattern":""#), let start = answer.text.firstRange(of: #""streams":[{"#)
                else {
                    return
                }
                let link = answer.text[start.upperBound...].prefix { $0 != "}" }
                guard link.contains("explicit") else { return }
                let twin = link.replacing("explicit", with: "glob")
                answer.text.insert(contentsOf: twin + "},{", at: start.upperBound)
            }
        },
        Mutant(
            "subscription.removal-unlinks", "Removing an explicit link removes the link by the pattern, too.", .rule,
            breaks: .subscriptionExplicitRemovalKeepsGlob
        ) {
            $0.rules.subscriptions.withoutExplicit = { _ in nil }
        },
    ]

    // MARK: Creating

    private static let subscriptionCreation: [Mutant] = [
        Mutant(
            "subscription.created-is-200", "A new subscription is answered 200.", .status,
            breaks: .subscriptionCreated
        ) {
            $0.onControlAnswer { request, answer in
                if request.method == .put, answer.status == 201 { answer.status = 200 }
            }
        },
        Mutant(
            "subscription.shortest-lease-refused", "A lease of one second is refused.", .rule,
            breaks: .subscriptionCreated
        ) {
            $0.rules.subscriptions.leaseRange = 1001...600_000
        },
        Mutant(
            "subscription.longest-lease-cut", "A lease of ten minutes is refused.", .rule,
            breaks: .subscriptionCreated
        ) {
            $0.rules.subscriptions.leaseRange = 1000...599_999
        },
        Mutant(
            "subscription.created-by-many", "Of equal requests at once, a second one finds itself creating, too.",
            .race, breaks: .subscriptionCreated
        ) {
            let puts = Tally<String>()
            $0.onControlAnswer { request, answer in
                if request.method == .put, puts.count(request.path) == 6, answer.status == 200 { answer.status = 201 }
            }
        },
        Mutant(
            "subscription.confirmed-is-204", "A repeated request for a subscription is answered 204.", .status,
            breaks: .subscriptionReconfirmed
        ) {
            $0.onControlAnswer { request, answer in
                if request.method == .put, answer.status == 200 { answer.replace(with: Answer(status: 204)) }
            }
        },
        Mutant(
            "subscription.compared-by-bytes", "A repeated request in another spelling conflicts.", .encoding,
            breaks: .subscriptionReconfirmed
        ) {
            let bodies = Memory<String, [UInt8]>()
            $0.onPassage { passage in
                let path = passage.request.path
                guard passage.request.isControl, passage.request.method == .put, let answer = passage.ask() else {
                    return passage.proceed()
                }
                if answer.status == 201 { bodies[path] = passage.body }
                if answer.status == 200, bodies[path] != passage.body, bodies[path]?.count != passage.body.count {
                    return passage.answer(409)
                }
                passage.answer(answer)
            }
        },
        Mutant(
            "subscription.repeat-starts-over", "A repeated request makes the subscription anew.", .state,
            breaks: .subscriptionReconfirmed
        ) {
            $0.onPassage { passage in
                guard passage.request.isControl, passage.request.method == .put, let answer = passage.ask() else {
                    return passage.proceed()
                }
                guard answer.status == 200 else { return passage.answer(answer) }
                var delete = passage.request
                delete.method = .delete
                _ = passage.server.immediateAnswer(to: delete)
                guard var again = passage.ask() else { return }
                again.status = 200
                passage.answer(again)
            }
        },
        Mutant(
            "subscription.streams-in-order", "The order of `streams` counts when configurations are compared.", .rule,
            breaks: .subscriptionStreamsNormalised
        ) {
            $0.rules.subscriptions.normalised = { $0 }
        },
        Mutant(
            "subscription.never-conflicts", "A request for another configuration is answered as a repeated one.",
            .rule, breaks: .subscriptionOtherConfigurationConflicts
        ) {
            $0.rules.subscriptions.isSame = { _, _ in true }
        },
        Mutant(
            "subscription.lease-not-compared", "The lease does not count when configurations are compared.", .rule,
            breaks: .subscriptionOtherConfigurationConflicts
        ) {
            $0.rules.subscriptions.isSame = { left, right in
                var right = right
                right.leaseMilliseconds = left.leaseMilliseconds
                return SubscriptionRule.isSame(left, right)
            }
        },
        Mutant(
            "subscription.description-not-compared", "The case of a description does not count in comparisons.", .rule,
            breaks: .subscriptionOtherConfigurationConflicts
        ) {
            $0.rules.subscriptions.isSame = { left, right in
                var (left, right) = (left, right)
                left.description = left.description?.lowercased()
                right.description = right.description?.lowercased()
                return SubscriptionRule.isSame(left, right)
            }
        },
        Mutant(
            "subscription.fewer-streams-match", "A request that lists streams the subscription has not conflicts not.",
            .rule, breaks: .subscriptionOtherConfigurationConflicts
        ) {
            $0.rules.subscriptions.isSame = { left, right in
                var right = right
                if right.streams.count > left.streams.count { right.streams = left.streams }
                return SubscriptionRule.isSame(left, right)
            }
        },
    ]
}
