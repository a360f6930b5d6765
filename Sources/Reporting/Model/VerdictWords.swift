import Conformance
import Specification

extension RunReport {
    /// The verdict in two words, as the last line of every report has it.
    public var verdictTitle: String {
        switch verdict {
        case .conformant: "CONFORMANT"
        case .notConformant: "NOT CONFORMANT"
        case .inconclusive: "INCONCLUSIVE"
        }
    }

    /// Why the verdict is what it is, in a sentence without its full stop.
    public var verdictReason: String {
        if let obstacle { return obstacle }
        var reasons: [String] = []
        let failed = count(.failed)
        let broken = Set(
            results.filter { $0.outcome == .failed }.flatMap(\.findings).map(\.requirement)
                .filter(\.level.isMandatory)
        ).count
        if failed > 0 {
            reasons.append(
                "\(Self.counted(failed, "check")) failed, \(Self.counted(broken, "mandatory requirement")) broken")
        }
        if isStrict, count(.warned) > 0 {
            reasons.append("\(Self.counted(count(.warned), "check")) warned, which --strict counts as failed")
        }
        if !missingProfiles.isEmpty {
            let names = missingProfiles.map(\.rawValue).joined(separator: ", ")
            reasons.append("required and not offered: \(names)")
        }
        if !staleBaseline.isEmpty {
            reasons.append("\(Self.counted(staleBaseline.count, "stale entry", "stale entries")) in the known failures")
        }
        if wasInterrupted { reasons.append("the run was interrupted") }
        if let brokenOff { reasons.append("the run was broken off: \(brokenOff)") }
        if count(.inconclusive) > 0 {
            reasons.append("\(Self.counted(count(.inconclusive), "check")) inconclusive")
        }
        let judged = results.count { $0.outcome.isJudgement }
        if reasons.isEmpty {
            guard judged > 0 else { return "no check judged anything" }
            let exception = count(.known) > 0 ? ", except \(Self.counted(count(.known), "known failure"))" : ""
            reasons.append("every mandatory requirement that was checked holds" + exception)
            if count(.warned) > 0 { reasons.append(Self.counted(count(.warned), "warning")) }
        }
        return reasons.joined(separator: "; ")
    }

    /// How long the run took and how much it judged.
    public var scope: String {
        let judged = results.count { $0.outcome.isJudgement }
        return "\(Self.counted(judged, "check")) judged in \(duration.spoken)"
    }

    /// Troubles of the run as a whole, one sentence each: they fail it even where every check passed.
    public var runProblems: [String] {
        var problems: [String] = []
        if let obstacle { problems.append("nothing could be judged: \(obstacle)") }
        for profile in missingProfiles {
            let evidence = profiles.first { $0.profile == profile }?.evidence ?? "not probed"
            problems.append("profile \(profile.rawValue) is required and not offered: \(evidence)")
        }
        for entry in staleBaseline {
            problems.append("known failure '\(entry)' does not fail any more: take the entry out of the list")
        }
        if wasInterrupted { problems.append("the run was interrupted before all checks had ended") }
        if let brokenOff { problems.append("the run was broken off before all checks had ended: \(brokenOff)") }
        return problems
    }

    static func counted(_ number: Int, _ singular: String, _ plural: String? = nil) -> String {
        "\(number) \(number == 1 ? singular : plural ?? singular + "s")"
    }
}
