import Specification
import Synchronization

/// Finds out once, and remembers, which profiles a target offers.
final class OfferBook: Sendable {
    private enum Entry {
        case probing(waiting: [CheckedContinuation<ProfileOffer, Never>])
        case known(ProfileOffer)
    }

    private let probing: ProfileProbing
    private let entries = Mutex<[Profile: Entry]>([:])

    init(context: RunContext) {
        probing = ProfileProbing(context: context)
    }

    /// Whether a profile is offered; the first to ask does the probing, all others wait for it.
    func offer(of profile: Profile) async -> ProfileOffer {
        let isFirst = entries.withLock { entries in
            if entries[profile] != nil { return false }
            entries[profile] = .probing(waiting: [])
            return true
        }
        return isFirst ? await probe(profile) : await answer(for: profile)
    }

    private func probe(_ profile: Profile) async -> ProfileOffer {
        let offer = await probing.probe(profile)
        let waiting = entries.withLock { entries -> [CheckedContinuation<ProfileOffer, Never>] in
            defer { entries[profile] = .known(offer) }
            if case .probing(let waiting) = entries[profile] { return waiting }
            return []
        }
        for continuation in waiting { continuation.resume(returning: offer) }
        return offer
    }

    private func answer(for profile: Profile) async -> ProfileOffer {
        await withCheckedContinuation { continuation in
            let known = entries.withLock { entries -> ProfileOffer? in
                switch entries[profile] {
                case .known(let offer):
                    return offer
                case .probing(var waiting):
                    waiting.append(continuation)
                    entries[profile] = .probing(waiting: waiting)
                    return nil
                case nil:
                    preconditionFailure("\(profile) is waited for and nobody probes it")
                }
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    /// The offers of every profile that the checks need or the run requires, in the order of the profiles.
    ///
    /// - Parameter probesRest: whether profiles nobody has asked for are probed now.
    func all(for checks: [Check], required: Set<Profile>, probesRest: Bool = true) async -> [ProfileOffer] {
        let wanted = checks.reduce(into: required) { $0.formUnion($1.profiles) }
        var offers: [ProfileOffer] = []
        for profile in Profile.allCases where wanted.contains(profile) {
            if probesRest || entries.withLock({ $0[profile] != nil }) {
                offers.append(await offer(of: profile))
            } else {
                offers.append(ProfileOffer(profile, isOffered: nil, evidence: "the run ended before it was probed"))
            }
        }
        return offers
    }
}
