import Specification

// §7: what wakes a subscription, and what a wake is known by.
extension Mutant {
    static let delivery: [Mutant] = [
        Mutant(
            "subscription.woken-until-acknowledged", "Once something was acknowledged, later work is not pending.",
            .rule, breaks: .subscriptionPendingWorkWakes
        ) {
            $0.rules.subscriptions.isPending = { acked, tail in acked == 0 && tail > 0 }
        },
        Mutant(
            "subscription.last-message-not-pending", "A single message or byte behind the cursor is not pending.",
            .rule,
            breaks: .pullWakeEventWritten
        ) {
            $0.rules.subscriptions.isPending = { acked, tail in acked + 1 < tail }
        },
        Mutant(
            "subscription.wakes-lost", "Of the appends that should wake, every other one is overlooked.", .rare,
            breaks: .subscriptionPendingWorkWakes
        ) {
            let asked = Tally<String>()
            $0.rules.subscriptions.mayWake = { $0 == .idle && !asked.count("").isMultiple(of: 2) }
        },
        Mutant(
            "subscription.woken-twice", "Work that comes before a wake is claimed wakes again.", .race,
            breaks: .subscriptionSingleWake
        ) {
            $0.rules.subscriptions.mayWake = { $0 == .idle || $0 == .waking }
        },
        Mutant(
            "subscription.woken-under-lease", "Work that comes while a worker holds the lease wakes again.", .race,
            breaks: .subscriptionSingleWake
        ) {
            $0.rules.subscriptions.mayWake = { $0 == .idle || $0 == .leased }
        },
        Mutant(
            "subscription.generation-repeated", "The third wake of a subscription has the generation of the second.",
            .rare, breaks: .subscriptionGenerationIncreases, .fenceGenerationPerWake
        ) {
            let third = Tally<String>()
            $0.rules.subscriptions.nextGeneration = { generation in
                generation == 2 && third.count("") % 2 == 1 ? generation : generation + 1
            }
        },
        Mutant(
            "subscription.one-wake-id", "Every wake of a subscription has the same `wake_id`.", .state,
            breaks: .subscriptionWakeIdUnique, .fenceRequestWakeId
        ) {
            $0.oneWakeID()
        },
        Mutant(
            "subscription.acks-exclusive", "An ack of an offset leaves what ends at it pending.", .rule,
            breaks: .subscriptionAcksInclusive
        ) {
            $0.rules.subscriptions.acknowledged = { max($0, $1 - 1) }
        },
        Mutant(
            "subscription.ack-of-a-part-is-of-all", "An ack of some offset acknowledges the whole stream.", .rule,
            breaks: .subscriptionAcksInclusive
        ) {
            let tails = Memory<Int, Int>()
            $0.rules.subscriptions.mayAcknowledge = { position, tail in
                tails[position] = tail
                return position <= tail
            }
            $0.rules.subscriptions.acknowledged = { acked, ack in max(acked, tails[ack] ?? ack) }
        },
    ]
}
