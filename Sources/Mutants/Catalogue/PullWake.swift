import HTTPMessage
import ReferenceServer
import Specification

// §7.2: pull-wake subscriptions.
extension Mutant {
    static let pullWake: [Mutant] = wakeEvents + claims + acks

    // MARK: Wake events

    private static let wakeEvents: [Mutant] = [
        Mutant("pull-wake.no-events", "Nothing is written to wake streams.", .state, breaks: .pullWakeEventWritten) {
            $0.rules.subscriptions.mayWake = { _ in false }
        },
        Mutant(
            "pull-wake.json-wakes-nobody", "An append to a JSON stream wakes nobody.", .race,
            breaks: .pullWakeEventWritten
        ) {
            let json = Memory<String, Bool>()
            $0.rules.subscriptions.mayWake = { phase in phase == .idle && json[""] != true }
            $0.onPassage { passage in
                let isJSON = passage.request.headerFields[.contentType] == "application/json"
                json[""] = passage.request.method == .post && isJSON && !passage.request.isControl
                passage.proceed()
                json[""] = nil
            }
        },
        Mutant(
            "pull-wake.one-event-for-all", "An append wakes one of the subscriptions that are linked to its stream.",
            .race, breaks: .pullWakeEventWritten
        ) {
            let wakes = Tally<String>()
            $0.rules.subscriptions.mayWake = { $0 == .idle && wakes.count("") == 1 }
            $0.onPassage { passage in
                wakes.reset("")
                passage.proceed()
            }
        },
        Mutant(
            "pull-wake.event-of-another-type", "Wake events have the type `pull`.", .field, breaks: .pullWakeEventShape
        ) {
            $0.onWakeEvent { $0.replacing(#""type":"wake""#, with: #""type":"pull""#) }
        },
        Mutant(
            "pull-wake.event-generation-is-text", "The generation of a wake event is a text.", .encoding,
            breaks: .pullWakeEventShape
        ) {
            $0.onWakeEvent { event in
                event.replacing(#""generation":"#, with: #""generation":""#).replacing(#","ts""#, with: #"","ts""#)
            }
        },
        Mutant(
            "pull-wake.event-of-an-absolute-path", "Wake events name streams by the paths of their URLs.", .encoding,
            breaks: .pullWakeEventShape
        ) {
            $0.onWakeEvent { $0.replacing(#""stream":""#, with: #""stream":"/v1/stream/"#) }
        },
        Mutant(
            "pull-wake.event-without-time", "Wake events have no `ts`.", .field, breaks: .pullWakeEventShape
        ) {
            $0.onWakeEvent { $0.replacing(#""ts":"#, with: #""at":"#) }
        },
    ]

    // MARK: Claims

    private static let claims: [Mutant] = [
        Mutant("pull-wake.claim-is-201", "A claim is answered 201.", .status, breaks: .pullWakeClaimSucceeds) {
            $0.onWorkerAnswer("claim") { _, answer in
                if answer.status == 200 { answer.status = 201 }
            }
        },
        Mutant(
            "pull-wake.claim-shows-nothing-pending", "A claim shows no stream with pending work.", .field,
            breaks: .pullWakeClaimSucceeds
        ) {
            $0.onWorkerAnswer("claim") { _, answer in
                answer.text = answer.text.replacing(#""has_pending":true"#, with: #""has_pending":false"#)
            }
        },
        Mutant(
            "pull-wake.claim-shows-old-tails", "A claim shows the tails of the moment of the wake.", .race,
            breaks: .pullWakeClaimSucceeds
        ) {
            let woken = Memory<String, String>()
            $0.onPassage { passage in
                passage.proceed()
                let path = passage.request.streamPath
                if passage.request.method == .post, !passage.request.isControl, woken[path] == nil {
                    woken[path] = passage.server.tail(at: path)
                }
            }
            $0.onWorkerAnswer("claim") { _, answer in
                guard let value = try? JSONValue.parse(answer.body), let link = value["streams"]?.elements?.first,
                    let path = link["path"]?.text, let now = link["tail_offset"]?.text,
                    let then = woken["/v1/stream/" + path]
                else { return }
                answer.text = answer.text.replacing("\"tail_offset\":\"\(now)\"", with: "\"tail_offset\":\"\(then)\"")
            }
        },
        Mutant(
            "pull-wake.claim-of-the-default-lease", "A claim says that its lease is 30 seconds, whatever it is.",
            .field,
            breaks: .pullWakeClaimSucceeds
        ) {
            $0.onWorkerAnswer("claim") { _, answer in
                answer.text = answer.text.replacing(#""lease_ttl_ms":45000"#, with: #""lease_ttl_ms":30000"#)
            }
        },
        Mutant(
            "pull-wake.claim-taken-over", "A claim takes the lease away from the worker that holds it.", .rule,
            breaks: .pullWakeClaimHeld
        ) {
            $0.rules.subscriptions.mayClaim = { _ in true }
        },
        Mutant(
            "pull-wake.claim-races", "Of workers that claim at once, two have the lease.", .race,
            breaks: .pullWakeClaimHeld
        ) {
            let claims = Tally<String>()
            $0.rules.subscriptions.mayClaim = { phase in
                phase == .waking || claims.count("") % 7 == 5
            }
        },
        Mutant(
            "pull-wake.claim-held-without-code", "A claim of what another worker holds has the code `CONFLICT`.",
            .field,
            breaks: .pullWakeClaimHeld
        ) {
            $0.onControlAnswer { _, answer in
                answer.text = answer.text.replacing("ALREADY_CLAIMED", with: "CONFLICT")
            }
        },
        Mutant(
            "pull-wake.claim-held-by-whoever-asks", "A refused claim names the worker that asked as the holder.",
            .field,
            breaks: .pullWakeClaimHeld
        ) {
            $0.onPassage { passage in
                guard passage.request.path.hasSuffix("/claim"), var answer = passage.ask(), answer.status == 409,
                    let worker = (try? JSONValue.parse(passage.body))?["worker"]?.text,
                    let holder = (try? JSONValue.parse(answer.body))?["error"]?["current_holder"]?.text
                else { return passage.proceed() }
                answer.text = answer.text.replacing("\"\(holder)\"", with: "\"\(worker)\"")
                passage.answer(answer)
            }
        },
    ]

    // MARK: Acks and releases

    private static let acks: [Mutant] = [
        Mutant("pull-wake.ack-is-204", "An ack is answered 204.", .status, breaks: .pullWakeAckExtends) {
            $0.onWorkerAnswer("ack") { _, answer in
                if answer.status == 200 { answer.replace(with: Answer(status: 204)) }
            }
        },
        Mutant(
            "pull-wake.acks-only-when-done", "The acks of a request without `done` are not applied.", .state,
            breaks: .pullWakeAckExtends
        ) {
            $0.onReport { report in
                if report["done"] != .bool(true) { report["acks"] = nil }
            }
        },
        Mutant(
            "pull-wake.heartbeat-is-done", "An ack of everything ends the wake, with `done` or without.", .rule,
            breaks: .pullWakeAckExtends
        ) {
            $0.onReport { report in
                if report["acks"]?.elements?.isEmpty == false { report["done"] = .bool(true) }
            }
        },
        Mutant(
            "pull-wake.heartbeat-acknowledges", "An ack without acks acknowledges everything that was claimed.", .rule,
            breaks: .pullWakeAckExtends
        ) {
            $0.acknowledgeAll(at: "ack")
        },
        Mutant(
            "pull-wake.done-keeps-the-claim", "An ack with `done` keeps the claim.", .rule,
            breaks: .pullWakeAckDoneReleases
        ) {
            $0.onReport { $0["done"] = nil }
        },
        Mutant(
            "pull-wake.done-drops-acks", "The acks of a request with `done` are not applied.", .state,
            breaks: .pullWakeAckDoneReleases
        ) {
            $0.onReport { report in
                if report["done"] == .bool(true) { report["acks"] = nil }
            }
        },
        Mutant(
            "pull-wake.done-never-wakes-again", "Work that came while a worker was busy wakes nobody.", .race,
            breaks: .pullWakeAckDoneReleases
        ) {
            $0.rules.subscriptions.wakesAgain = { $0 != .done }
        },
        Mutant(
            "pull-wake.next-wake-always-false", "`next_wake` is always `false`.", .field,
            breaks: .pullWakeAckDoneReleases
        ) {
            $0.onControlAnswer { _, answer in
                answer.text = answer.text.replacing(#""next_wake":true"#, with: #""next_wake":false"#)
            }
        },
        Mutant(
            "pull-wake.claim-of-one-worker", "A subscription can be claimed only by the worker that claimed it first.",
            .state, breaks: .pullWakeAckDoneReleases
        ) {
            let workers = Memory<String, String>()
            $0.onPassage { passage in
                guard passage.request.path.hasSuffix("/claim"),
                    let worker = (try? JSONValue.parse(passage.body))?["worker"]?.text
                else { return passage.proceed() }
                if let first = workers[passage.request.path], first != worker { return passage.answer(409) }
                workers[passage.request.path] = worker
                passage.proceed()
            }
        },
        Mutant("pull-wake.release-is-200", "A release is answered 200.", .status, breaks: .pullWakeRelease) {
            $0.onWorkerAnswer("release") { _, answer in
                if answer.status == 204 { answer.status = 200 }
            }
        },
        Mutant(
            "pull-wake.release-acknowledges", "A release acknowledges everything that was claimed.", .state,
            breaks: .pullWakeRelease
        ) {
            $0.acknowledgeAll(at: "release")
        },
        Mutant(
            "pull-wake.release-does-nothing", "A release is answered 204 and forgotten.", .state,
            breaks: .pullWakeReleaseWakesAgain
        ) {
            $0.onPassage { passage in
                guard passage.request.path.hasSuffix("/release") else { return passage.proceed() }
                passage.answer(204)
            }
        },
        Mutant(
            "pull-wake.released-work-lost", "What was pending when a wake is released wakes nobody.", .race,
            breaks: .pullWakeReleaseWakesAgain
        ) {
            $0.rules.subscriptions.wakesAgain = { $0 != .released }
        },
    ]
}
