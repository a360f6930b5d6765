import Foundation
import HTTPWire
import Hostile
import ReferenceServer
import Testing

@testable import tidemark

/// Hostile targets, tried with the built program: the run ends in time, stays small, never calls the target
/// conformant, and its reports are whole and say what happened.
struct HostileCampaignTests {
    /// How many targets are tried at a time: each run keeps a core busy.
    private static let turns = Turns(2)

    /// How long a run may take, in seconds, on a machine that has much else to do.
    private static let timeLimit = 60.0

    /// How much memory a run may use, in bytes.
    private static let memoryLimit = 300_000_000

    /// Enough of the suite to meet most targets.
    private static let selection = [
        "append.accepted", "read.from-offset", "read.from-offset/past-64-kib", "long-poll.woken-by-append",
        "long-poll.data-next-offset", "sse.control-next-offset", "sse.control-closed", "cache.etag-quoted",
        "producer.echoes-*", "read.up-to-date-at-tail", "read.closed-with-final-data", "closure.appends-rejected",
    ]

    /// Enough to meet those that go wrong after many requests.
    private static let wideSelection = selection + ["append.*", "read.*"]

    /// What the judge below tells.
    private struct Judgement: Decodable {
        var status: Int
        var seconds: Double
        var memory: Int
        var hasControls: Bool
        var verdict: String
        var words: [String]
        var errors: [String]
    }

    /// Runs a command, measures it alone, and looks at its reports. A process of its own, because what a process has
    /// used at most begins with what its parent had used.
    private static let judge = """
        import json, jsonschema, os, subprocess, sys, time, xml.etree.ElementTree
        schema, folder, *command = sys.argv[1:]
        start = time.monotonic()
        process = subprocess.Popen(
            command + ["--json", folder + "/json", "--junit", folder + "/junit"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        screen = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.monotonic() - start
        report = json.load(open(folder + "/json", encoding="utf-8"))
        xml.etree.ElementTree.parse(folder + "/junit")
        words = {report.get("obstacle") or "", report.get("broken_off") or ""}
        words |= {check["message"] for check in report["checks"] if check["outcome"] in ("failed", "inconclusive")}
        report["checks"] = [check for check in report["checks"] if check["message"] != "deselected"]
        errors = jsonschema.Draft202012Validator(json.load(open(schema))).iter_errors(report)
        print(json.dumps({
            "status": os.waitstatus_to_exitcode(status), "seconds": seconds, "memory": usage.ru_maxrss * 1024,
            "hasControls": any(byte < 32 and byte != 10 or byte == 127 for byte in screen),
            "verdict": report["verdict"], "words": sorted(words),
            "errors": [error.message[:200] for error in errors][:3]}))
        """

    @Test func everyTargetHasWords() {
        #expect(Set(HostileWords.expected.keys) == Set(HostileTarget.all.map(\.id)))
        #expect(HostileTarget.all.count >= 40)
        #expect(Set(HostileTarget.all.map(\.id)).count == HostileTarget.all.count)
    }

    /// Every fourth target, so that the tests stay quick; `scripts/hostile` tries all of them.
    private static let sample = stride(from: 0, to: HostileTarget.all.count, by: 4).map { HostileTarget.all[$0].id }

    @Test(arguments: sample)
    func isSurvivedAndNamed(id: String) async throws {
        await Self.turns.take()
        defer { Self.turns.give() }
        let target = try #require(HostileTarget.named(id))
        var configuration = ReferenceServer.Configuration()
        configuration.longPollTimeout = .milliseconds(300)
        let server = try HostileServer.start(target, configuration: configuration)
        let isLate = id.hasSuffix("-after-100-requests") || id.hasSuffix("-now-and-then")
        let judgement = try await Self.judgement(of: server.url, running: isLate ? Self.wideSelection : Self.selection)
        await server.stop()

        #expect([1, 3].contains(judgement.status), "\(judgement)")
        #expect(judgement.verdict != "conformant")
        #expect(judgement.seconds < Self.timeLimit)
        #expect(judgement.memory < Self.memoryLimit)
        #expect(!judgement.hasControls, "control bytes on the terminal")
        #expect(judgement.errors.isEmpty, "\(judgement.errors)")
        let expected = HostileWords.expected[id] ?? []
        #expect(
            judgement.words.contains { words in expected.contains { words.contains($0) } },
            "none of \(expected) in \(judgement.words.map { $0.prefix(160) })")
    }

    private static func judgement(of url: String, running selection: [String]) async throws -> Judgement {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tidemark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let schema = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(
                path: "Reports/schema/report.schema.json")
        let selected = selection.flatMap { ["--run", $0] }
        let result = try await Command(
            ["-c", judge, schema.path, folder.path, Command.program.path, "test", url] + selected
                + ["--timeout", "1.5", "--long-poll-wait", "0.5", "--jobs", "32", "--repeat", "0"],
            of: URL(filePath: "/usr/bin/python3")
        ).ended()
        #expect(result.status == 0, "\(result.errors)")
        return try JSONDecoder().decode(Judgement.self, from: Data(result.output.utf8))
    }
}
