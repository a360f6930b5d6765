import Conformance
import Mutants
import Specification

/// Runs every check against servers that do not implement the protocol, and tells which pass nevertheless.
public struct VacuityRun: Sendable {
    /// The servers.
    public var servers: [DegenerateServer] = DegenerateServer.all

    /// The suite that is tried. Nobody asks what the server offers: every check has to prove itself.
    public var rehearsal: RehearsedRun

    /// A run of every check against every server.
    public init() {
        rehearsal = RehearsedRun()
        rehearsal.probesFirst = false
        rehearsal.limit = MutationRun.defaultLimit
    }

    /// Tries every server, one after another.
    public func report() async -> VacuityReport {
        var rows: [VacuityReport.Row] = []
        for server in servers { rows.append(await row(of: server)) }
        return VacuityReport(rows: rows, checkCount: rehearsal.checks.count)
    }

    /// Tries one server.
    func row(of server: DegenerateServer) async -> VacuityReport.Row {
        let time = VirtualTime()
        let report = await rehearsal.report(on: server.service(clock: time), time)
        var row = VacuityReport.Row(server: server)
        for result in report.results {
            switch result.outcome {
            case .passed:
                if let kept = KeptPromise.all.first(where: { $0.explains(result.check, on: server) }) {
                    row.kept.append((result.check.id, kept.reason))
                } else {
                    row.vacuous.append(result.check.id)
                }
            case .failed, .warned, .known: row.noticed += 1
            case .inconclusive: row.inconclusive += 1
            case .skipped: row.skipped += 1
            }
        }
        row.wasInterrupted = report.wasInterrupted
        return row
    }
}
