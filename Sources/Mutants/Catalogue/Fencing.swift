import HTTPMessage
import ReferenceServer
import Specification

// §7.3: generation fencing and leases.
extension Mutant {
    static let fencing: [Mutant] = fences + leases

    // MARK: Fencing

    private static let fences: [Mutant] = [
        Mutant(
            "pull-wake.late-is-idempotent", "Whoever is done may say so again.", .rule, breaks: .pullWakeStaleFenced
        ) {
            $0.rules.subscriptions.isFenced = { $0.isLeased && FenceRule.isFenced($0) }
        },
        Mutant(
            "pull-wake.fenced-without-code", "A late request has the code `STALE`.", .field,
            breaks: .pullWakeStaleFenced
        ) {
            $0.onControlAnswer { _, answer in answer.text = answer.text.replacing("FENCED", with: "STALE") }
        },
        Mutant("pull-wake.fenced-is-403", "A late request is answered 403.", .status, breaks: .pullWakeStaleFenced) {
            $0.onControlAnswer { _, answer in
                if answer.text.contains("FENCED") { answer.status = 403 }
            }
        },
        Mutant(
            "fence.generation-stands-still", "Every wake has the generation of the first.", .rule,
            breaks: .fenceGenerationPerWake
        ) {
            $0.rules.subscriptions.nextGeneration = { max($0, 1) }
        },
        Mutant(
            "fence.generation-goes-round", "After the eighth wake generations begin anew.", .rare,
            breaks: .fenceGenerationPerWake
        ) {
            $0.rules.subscriptions.nextGeneration = { $0 % 8 + 1 }
        },
        Mutant(
            "fence.generation-counts-down", "Every wake has a generation below that of the one before.", .rule,
            breaks: .fenceGenerationPerWake
        ) {
            $0.rules.subscriptions.nextGeneration = { ($0 == 0 ? 1000 : $0) - 1 }
        },
        Mutant(
            "fence.token-optional", "An ack or release without a token is accepted.", .security,
            breaks: .fenceTokenRequired
        ) {
            $0.onBearer { bearer, own, _ in bearer ?? own }
        },
        Mutant(
            "fence.any-token", "Any text is accepted as a token.", .security, breaks: .fenceTokenRequired
        ) {
            $0.onBearer { _, own, _ in own }
        },
        Mutant(
            "fence.token-of-any-subscription", "A token is accepted for every subscription.", .security,
            breaks: .fenceTokenRequired
        ) {
            $0.onBearer { bearer, own, isKnown in isKnown ? own : bearer }
        },
        Mutant(
            "fence.token-header-unchecked", "The first part of a token is not looked at.", .security,
            breaks: .fenceTokenRequired
        ) {
            $0.onBearer { bearer, own, _ in
                guard let bearer, let own, let dot = bearer.firstIndex(of: "."), let ownDot = own.firstIndex(of: ".")
                else { return bearer }
                return String(own[..<ownDot]) + String(bearer[dot...])
            }
        },
        Mutant(
            "fence.token-of-any-generation", "The token of an earlier wake is accepted.", .rule,
            breaks: .fenceTokenGeneration
        ) {
            $0.rules.subscriptions.isFenced = { facts in
                var facts = facts
                if facts.tokenGeneration > 0 { facts.tokenGeneration = facts.generation }
                return FenceRule.isFenced(facts)
            }
        },
        Mutant(
            "fence.generation-not-compared", "The generation that a request names is not looked at.", .rule,
            breaks: .fenceRequestGeneration
        ) {
            $0.rules.subscriptions.isFenced = { facts in
                var facts = facts
                facts.requestGeneration = facts.generation
                return FenceRule.isFenced(facts)
            }
        },
        Mutant(
            "fence.later-generation-accepted", "A request may name a generation that is yet to come.", .rule,
            breaks: .fenceRequestGeneration
        ) {
            $0.rules.subscriptions.isFenced = { facts in
                var facts = facts
                facts.requestGeneration = min(facts.requestGeneration, facts.generation)
                return FenceRule.isFenced(facts)
            }
        },
        Mutant(
            "fence.generation-off-by-one", "A request may name the generation before the current one.", .rule,
            breaks: .fenceRequestGeneration
        ) {
            $0.rules.subscriptions.isFenced = { facts in
                var facts = facts
                if facts.requestGeneration == facts.generation - 1 { facts.requestGeneration += 1 }
                return FenceRule.isFenced(facts)
            }
        },
        Mutant(
            "fence.wake-id-not-compared", "The `wake_id` that a request names is not looked at.", .rule,
            breaks: .fenceRequestWakeId
        ) {
            $0.rules.subscriptions.isFenced = { facts in
                var facts = facts
                facts.requestWakeID = facts.wakeID ?? facts.requestWakeID
                return FenceRule.isFenced(facts)
            }
        },
        Mutant(
            "fence.wake-id-by-its-beginning", "A `wake_id` that begins with the current one is taken for it.", .rule,
            breaks: .fenceRequestWakeId
        ) {
            $0.rules.subscriptions.isFenced = { facts in
                var facts = facts
                if let wakeID = facts.wakeID, facts.requestWakeID.hasPrefix(wakeID) { facts.requestWakeID = wakeID }
                return FenceRule.isFenced(facts)
            }
        },
        Mutant(
            "fence.acks-before-the-fence", "The acks of a request are applied before it is refused.", .race,
            breaks: .fenceRefusalMovesNoCursor
        ) {
            $0.onRefusedReport { passage, rightful in
                guard passage.request.path.hasSuffix("/ack") else { return }
                var rightful = rightful
                rightful.report["acks"] = (try? JSONValue.parse(passage.body))?["acks"]
                rightful.report["done"] = nil
                rightful.send()
            }
        },
        Mutant(
            "fence.refusal-extends", "A refused ack extends the lease of the worker that holds it.", .time,
            breaks: .fenceRefusalMovesNoCursor
        ) {
            $0.onRefusedReport { passage, rightful in
                guard passage.request.path.hasSuffix("/ack") else { return }
                var heartbeat = rightful
                heartbeat.report["acks"] = nil
                heartbeat.send()
            }
        },
        Mutant(
            "fence.refusal-releases", "A release that is refused ends the lease all the same.", .state,
            breaks: .fenceRefusalMovesNoCursor
        ) {
            $0.onRefusedReport { passage, rightful in
                if passage.request.path.hasSuffix("/release") { rightful.send() }
            }
        },
    ]

    // MARK: Leases

    private static let leases: [Mutant] = [
        Mutant(
            "fence.lease-not-extended", "An ack does not extend the lease.", .time, breaks: .fencePullWakeLease
        ) {
            $0.rules.subscriptions.extendsLease = false
        },
        Mutant(
            "fence.lease-begins-with-the-wake", "The lease of a worker is counted from the wake on.", .time,
            breaks: .fencePullWakeLease
        ) {
            let clock = $0.clock
            let wakes = Memory<String, RFC3339Instant>()
            $0.onPassage { passage in
                let path = passage.request.path
                guard passage.request.isControl, path.hasSuffix("/ack"), let since = wakes[String(path.dropLast(4))],
                    let shown = passage.subscription(above: "/ack"),
                    let lease = (try? JSONValue.parse(Array(shown.utf8)))?["lease_ttl_ms"]?.integer,
                    clock.now.millisecondsSince1970 > since.millisecondsSince1970 + lease
                else { return passage.proceed() }
                passage.answer(409)
            }
            $0.onPassage { passage in
                // A subscription that has been claimed once is timed by its claims.
                let path = passage.request.path
                passage.proceed()
                if passage.request.isControl, passage.request.method == .put { wakes[path] = clock.now }
                if path.hasSuffix("/claim"), passage.subscription(above: "/claim")?.contains("1000") != true {
                    wakes[String(path.dropLast(6))] = nil
                }
            }
        },
        Mutant(
            "fence.lease-half-as-long", "A lease of two seconds lasts one.", .time, breaks: .fencePullWakeLease
        ) {
            $0.onWish { $0 = $0.replacing(#""lease_ttl_ms":2000"#, with: #""lease_ttl_ms":1000"#) }
            $0.onControlAnswer { _, answer in
                answer.text = answer.text.replacing(#""lease_ttl_ms":1000,"#, with: #""lease_ttl_ms":2000,"#)
            }
        },
        Mutant(
            "fence.lease-in-whole-minutes", "A lease of seconds lasts a minute for each of them.", .time,
            breaks: .fenceLeaseExpiry
        ) {
            $0.onWish { wish in
                for seconds in 1...9 {
                    wish = wish.replacing(
                        "\"lease_ttl_ms\":\(seconds)000}", with: "\"lease_ttl_ms\":\(seconds * 60)000}")
                }
            }
        },
        Mutant(
            "fence.expired-work-lost", "What was pending when a lease ran out wakes nobody.", .race,
            breaks: .fenceLeaseExpiry
        ) {
            $0.rules.subscriptions.wakesAgain = { $0 != .expired }
        },
        Mutant(
            "fence.expired-holder-goes-on", "A worker whose lease ran out may still report.", .time,
            breaks: .fenceLeaseExpiry
        ) {
            $0.rules.subscriptions.isFenced = { facts in
                var facts = facts
                // The wake that follows at once is taken for the one that ran out.
                if !facts.isLeased, facts.wakeID != nil, facts.requestGeneration == facts.generation - 1 {
                    facts.isLeased = true
                    facts.requestGeneration = facts.generation
                    facts.tokenGeneration = facts.generation
                    facts.requestWakeID = facts.wakeID ?? ""
                }
                return FenceRule.isFenced(facts)
            }
        },
    ]
}
