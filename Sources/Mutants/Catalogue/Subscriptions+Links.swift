import HTTPMessage
import ReferenceServer
import Specification

// §6.2 and §6.4: patterns, links and membership.
extension Mutant {
    static let subscriptionLinks: [Mutant] = subscriptionPatterns + subscriptionMembers

    // MARK: Patterns

    private static let subscriptionPatterns: [Mutant] = [
        Mutant(
            "subscription.star-takes-many", "In a pattern, `*` stands for any number of segments.", .rule,
            breaks: .subscriptionGlobOneSegment
        ) {
            $0.onPattern { $0.replacing("/*", with: "/**") }
        },
        Mutant(
            "subscription.star-takes-none", "In a pattern, `*` stands for one segment or none.", .rule,
            breaks: .subscriptionGlobOneSegment
        ) {
            $0.onMatch { pattern, path, isMatch in
                isMatch || !pattern.contains("**") && pattern.replacing("/*", with: "") == path
            }
        },
        Mutant(
            "subscription.star-takes-one-character", "In a pattern, `*` stands for one character.", .rule,
            breaks: .subscriptionGlobOneSegment
        ) {
            $0.onMatch { pattern, path, isMatch in
                isMatch && (!pattern.hasSuffix("/*") || path.split(separator: "/").last?.utf8.count == 1)
            }
        },
        Mutant(
            "subscription.star-in-the-middle-takes-more", "In the middle of a pattern, `*` runs on over slashes.",
            .rule,
            breaks: .subscriptionGlobOneSegment
        ) {
            $0.onPattern { $0.replacing("/*/", with: "/**/") }
        },
        Mutant(
            "subscription.two-stars-are-one", "In a pattern, `**` stands for one segment.", .rule,
            breaks: .subscriptionGlobManySegments
        ) {
            $0.onPattern { $0.replacing("**", with: "*") }
        },
        Mutant(
            "subscription.two-stars-take-one-at-least", "In a pattern, `**` stands for one segment or more.", .rule,
            breaks: .subscriptionGlobManySegments
        ) {
            $0.onPattern { $0.replacing("/**/", with: "/*/**/") }
        },
        Mutant(
            "subscription.two-stars-are-a-prefix", "A pattern that ends in `**` matches whatever begins like it.",
            .rule,
            breaks: .subscriptionGlobManySegments
        ) {
            $0.onMatch { pattern, path, isMatch in
                pattern.hasSuffix("/**") ? path.hasPrefix(pattern.dropLast(3)) : isMatch
            }
        },
        Mutant(
            "subscription.no-backfill", "A pattern links no streams that are there already.", .rule,
            breaks: .subscriptionBackfill
        ) {
            let creating = $0.noteCreations()
            $0.onMatch { _, _, isMatch in isMatch && creating[""] != true }
        },
        Mutant(
            "subscription.backfill-of-ten", "A pattern links ten of the streams that are there already.", .rare,
            breaks: .subscriptionBackfill
        ) {
            let creating = $0.noteCreations()
            let linked = Tally<String>()
            $0.onMatch { pattern, _, isMatch in
                isMatch && (creating[""] != true || linked.count(pattern) <= 10)
            }
        },
        Mutant(
            "subscription.backfill-from-the-beginning", "A pattern links streams that are there at their beginning.",
            .rule, breaks: .subscriptionBackfillAtTail
        ) {
            $0.rules.subscriptions.linkStart = { occasion, beginning, tail in
                occasion == .backfill
                    ? beginning : SubscriptionLinkRule.start(occasion, beginning: beginning, tail: tail)
            }
        },
        Mutant(
            "subscription.listed-from-the-beginning", "Streams that are listed are linked at their beginning.", .rule,
            breaks: .subscriptionBackfillAtTail, .subscriptionStreamsAddedAtTail
        ) {
            $0.rules.subscriptions.linkStart = { occasion, beginning, tail in
                occasion == .listed ? beginning : SubscriptionLinkRule.start(occasion, beginning: beginning, tail: tail)
            }
        },
        Mutant(
            "subscription.later-streams-ignored", "A pattern links no streams that appear later.", .rule,
            breaks: .subscriptionLaterStreamsLinked
        ) {
            let creating = $0.noteCreations()
            $0.onMatch { _, _, isMatch in isMatch && creating[""] == true }
        },
        Mutant(
            "subscription.later-streams-by-prefix", "A stream that appears later is linked when it begins alike.",
            .rule,
            breaks: .subscriptionLaterStreamsLinked, .subscriptionGlobOneSegment
        ) {
            let creating = $0.noteCreations()
            $0.onMatch { pattern, path, isMatch in
                creating[""] == true ? isMatch : path.hasPrefix(pattern.prefix { $0 != "*" }.dropLast())
            }
        },
    ]

    // MARK: Membership

    private static let subscriptionMembers: [Mutant] = [
        Mutant(
            "subscription.adding-is-200", "Adding streams is answered 200.", .status, breaks: .subscriptionStreamsAdded
        ) {
            $0.onWorkerAnswer("streams") { _, answer in
                if answer.status == 204 { answer.status = 200 }
            }
        },
        Mutant(
            "subscription.adds-the-first", "Of several streams to add only the first is added.", .rule,
            breaks: .subscriptionStreamsAdded
        ) {
            $0.onRequest { request, body in
                guard request.isControl, request.method == .post, request.path.hasSuffix("/streams"),
                    let first = (try? JSONValue.parse(body))?["streams"]?.elements?.first
                else { return }
                body = Array("{\"streams\":[\(first)]}".utf8)
            }
        },
        Mutant(
            "subscription.adding-drops-the-pattern", "A subscription to which streams were added shows no pattern.",
            .state, breaks: .subscriptionStreamsAdded
        ) {
            let added = Memory<String, Bool>()
            $0.onControlAnswer { request, answer in
                if request.method == .post, request.path.hasSuffix("/streams") {
                    added[String(request.path.dropLast(8))] = true
                }
                guard added[request.path] == true, let value = try? JSONValue.parse(answer.body),
                    case .object(var members) = value
                else { return }
                members["pattern"] = .null
                answer.text = JSONValue.object(members).description
            }
        },
        Mutant(
            "subscription.added-from-the-beginning", "A stream that is added is linked at its beginning.", .rule,
            breaks: .subscriptionStreamsAddedAtTail
        ) {
            let creating = $0.noteCreations()
            $0.rules.subscriptions.linkStart = { occasion, beginning, tail in
                occasion == .listed && creating[""] != true
                    ? beginning : SubscriptionLinkRule.start(occasion, beginning: beginning, tail: tail)
            }
        },
        Mutant(
            "subscription.adding-again-conflicts", "Adding a stream that is listed is answered 409.", .status,
            breaks: .subscriptionStreamsAddedAgain
        ) {
            $0.onPassage { passage in
                guard passage.request.isControl, passage.request.path.hasSuffix("/streams"),
                    let first = (try? JSONValue.parse(passage.body))?["streams"]?.elements?.first?.text,
                    passage.subscription(above: "/streams")?.contains("\"path\":\(JSONText.quoted(first))") == true
                else { return passage.proceed() }
                passage.answer(409)
            }
        },
        Mutant(
            "subscription.adding-again-starts-over", "Adding a stream that is listed puts its cursor at the tail.",
            .state, breaks: .subscriptionStreamsAddedAgain
        ) {
            $0.onPassage { passage in
                if passage.request.isControl, passage.request.method == .post,
                    passage.request.path.hasSuffix("/streams"),
                    let streams = (try? JSONValue.parse(passage.body))?["streams"]?.elements
                {
                    for stream in streams.compactMap(\.text) {
                        var remove = passage.request
                        remove.method = .delete
                        remove.path += "/" + PercentCoding.encodePathSegment(stream)
                        _ = passage.server.immediateAnswer(to: remove)
                    }
                }
                passage.proceed()
            }
        },
        Mutant(
            "subscription.removing-is-200", "Removing a link is answered 200.", .status,
            breaks: .subscriptionStreamsRemoved
        ) {
            $0.onControlAnswer { request, answer in
                if request.method == .delete, request.path.contains("/streams/"), answer.status == 204 {
                    answer.status = 200
                }
            }
        },
        Mutant(
            "subscription.removing-does-nothing", "Removing a link is answered 204 and done only in what is shown.",
            .state, breaks: .subscriptionStreamsRemoved
        ) {
            let removed = Memory<String, Bool>()
            $0.onPassage { passage in
                let path = passage.request.path
                if path.contains("/__ds/"), passage.request.method == .delete, path.contains("/streams/") {
                    let subscription = String(
                        path.prefix(upTo: path.firstRange(of: "/streams/")?.lowerBound ?? path.endIndex))
                    removed[subscription] = true
                    return passage.answer(204)
                }
                guard removed[path] == true, var answer = passage.ask(),
                    let value = try? JSONValue.parse(answer.body), case .object(var members) = value
                else { return passage.proceed() }
                members["streams"] = .array([])
                answer.text = JSONValue.object(members).description
                passage.answer(answer)
            }
        },
        Mutant(
            "subscription.removing-needs-bare-slashes", "The escaped slashes of a link to remove are not decoded.",
            .encoding, breaks: .subscriptionStreamsRemoved
        ) {
            $0.onRequest { request, _ in
                if request.isControl, request.method == .delete {
                    request.path = request.path.replacing("%2F", with: "%252F").replacing("%2f", with: "%252f")
                }
            }
        },
        Mutant(
            "subscription.removing-again-is-404", "Removing a link that is not there is answered 404.", .status,
            breaks: .subscriptionStreamsRemovedAgain
        ) {
            $0.onPassage { passage in
                let parts = passage.request.path.split(separator: "/streams/")
                guard passage.request.isControl, passage.request.method == .delete, parts.count == 2,
                    let path = PercentCoding.decode(parts[1]).map({ String(decoding: $0, as: UTF8.self) }),
                    passage.subscription(above: "/streams/\(parts[1])")?.contains("\"path\":\"\(path)\"") == false
                else { return passage.proceed() }
                passage.answer(404)
            }
        },
    ]
}
