import Mutants
import Rehearsal
import Testing

/// No check passes on a server that does not implement the protocol, unless it truly keeps the requirement.
struct VacuityTests {
    @Test func noCheckPassesForNothing() async {
        var run = VacuityRun()
        // Other tests share the machine.
        run.rehearsal.limit = .seconds(240)
        let report = await run.report(jobs: 2)
        #expect(report.rows.map(\.server.id) == DegenerateServer.all.map(\.id))
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
