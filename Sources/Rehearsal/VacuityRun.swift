import Conformance
import Mutants
import Specification

/// Runs every check against servers that do not implement the protocol, and tells which pass nevertheless.
public struct VacuityRun: Sendable {
    /// The servers.
    public var servers: [DegenerateServer] = DegenerateServer.all

    /// The suite that is tried. Nobody asks what the server offers: every check has to prove itself.
    public var rehearsal: RehearsedRun

    /// How long one server may take by the clock on the wall.
    public static let defaultLimit = Duration.seconds(60)

    /// A run of every check against every server.
    public init() {
        rehearsal = RehearsedRun()
        rehearsal.probesFirst = false
        rehearsal.limit = Self.defaultLimit
    }

    /// Tries the servers, several at once.
    ///
    /// - Parameter jobs: how many servers are tried at once: each needs a core.
    public func report(jobs: Int) async -> VacuityReport {
        let rows = await withTaskGroup(of: (Int, VacuityReport.Row).self) { group in
            var rows: [Int: VacuityReport.Row] = [:]
            var waiting = servers.enumerated().makeIterator()
            func addNext() {
                guard let (index, server) = waiting.next() else { return }
                group.addTask { (index, await row(of: server)) }
            }
            for _ in 0..<max(1, jobs) { addNext() }
            while let (index, row) = await group.next() {
                rows[index] = row
                addNext()
            }
            return rows
        }
        return VacuityReport(rows: servers.indices.compactMap { rows[$0] }, checkCount: rehearsal.checks.count)
    }

    /// Tries one server, or rather one for each check: what comes before a check must not decide what it sees.
    func row(of server: DegenerateServer) async -> VacuityReport.Row {
        let reports = await rehearsal.reports { server.service(from: $0) }
        let outcomes = Dictionary(reports.flatMap(\.results).map { ($0.check.id, $0.outcome) }) { $1 }
        var row = VacuityReport.Row(server: server)
        for check in rehearsal.checks {
            switch outcomes[check.id] {
            case .passed:
                if let kept = KeptPromise.all.first(where: { $0.explains(check, on: server) }) {
                    row.kept.append((check.id, kept.reason))
                } else {
                    row.vacuous.append(check.id)
                }
            case .failed, .warned, .known: row.noticed += 1
            case .inconclusive: row.inconclusive += 1
            case .skipped, nil: row.skipped += 1
            }
        }
        row.wasInterrupted = reports.contains(where: \.wasInterrupted)
        return row
    }
}
