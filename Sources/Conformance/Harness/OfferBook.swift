import Specification
import Synchronization

/// Finds out once, and remembers, which profiles a target offers.
final class OfferBook: Sendable {
    private let probing: ProfileProbing
    private let tasks = Mutex<[Profile: Task<ProfileOffer, Never>]>([:])

    init(context: RunContext) {
        probing = ProfileProbing(context: context)
    }

    /// Whether a profile is offered; the first to ask starts the probing, all others wait for it.
    func offer(of profile: Profile) async -> ProfileOffer {
        let task = tasks.withLock { tasks in
            if let task = tasks[profile] { return task }
            let task = Task { [probing] in await probing.probe(profile) }
            tasks[profile] = task
            return task
        }
        return await task.value
    }

    /// The offers of every profile that the checks need or the run requires, in the order of the profiles.
    func all(for checks: [Check], required: Set<Profile>) async -> [ProfileOffer] {
        let wanted = checks.reduce(into: required) { $0.formUnion($1.profiles) }
        var offers: [ProfileOffer] = []
        for profile in Profile.allCases where wanted.contains(profile) {
            offers.append(await offer(of: profile))
        }
        return offers
    }
}
