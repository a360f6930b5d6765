import Mutants
import Rehearsal
import Testing

/// No check passes on a server that does not implement the protocol, unless it truly keeps the requirement.
struct VacuityTests {
    /// Servers left out here because another one shows the same; the command tries them too.
    private static let alike: Set<String> = ["always-201", "always-304", "always-409", "always-500"]

    @Test func noCheckPassesForNothing() async {
        var run = VacuityRun()
        run.servers.removeAll { Self.alike.contains($0.id) }
        // Other tests share the machine.
        run.rehearsal.limit = .seconds(240)
        let report = await run.report(jobs: 2)
        #expect(report.rows.map(\.server.id) == run.servers.map(\.id))
        #expect(run.servers.count == DegenerateServer.all.count - Self.alike.count)
        for row in report.rows {
            #expect(row.vacuous == [], "checks that pass for nothing on \(row.server.id)")
            #expect(!row.wasInterrupted, "\(row.server.id) takes too long")
            #expect(row.noticed > 0, "nothing is noticed on \(row.server.id)")
            let judged = row.kept.count + row.vacuous.count + row.noticed + row.inconclusive + row.skipped
            #expect(judged == report.checkCount)
        }
    }

    @Test func aKeptPromiseIsToldApart() async {
        // What the run calls vacuous on the others is what passes here.
        var run = VacuityRun()
        run.servers = DegenerateServer.all.filter { $0.id == "no-fields" }
        run.rehearsal.checks.removeAll { $0.requirement.id != "delete.succeeds" }
        let report = await run.report(jobs: 1)
        #expect(report.rows[0].kept.map(\.check).contains("delete.succeeds"))
    }
}
