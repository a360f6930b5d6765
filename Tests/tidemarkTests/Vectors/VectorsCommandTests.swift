import Foundation
import Testing

struct VectorsCommandTests {
    private static let folder = URL(filePath: #filePath).appending(path: "../../../../Vectors").standardizedFileURL

    /// A copy of one file and the schema, changed.
    private func copy(_ change: @escaping (String) -> String) throws -> URL {
        let copy = FileManager.default.temporaryDirectory.appending(path: "tidemark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: copy.appending(path: "schema"), withIntermediateDirectories: true)
        for (name, change) in [("stream-ttl.json", change), ("schema/vectors.schema.json", { $0 })] {
            let text = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
            try Data(change(text).utf8).write(to: copy.appending(path: name))
        }
        return copy
    }

    @Test func theVectorsOfTheRepositoryAreVerified() async throws {
        let result = try await Command.run("vectors", "verify", "--dir", Self.folder.path)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        #expect(result.lastLine.hasPrefix("all "))
    }

    @Test func aFailureTellsFileNumberNoteAndBothAnswers() async throws {
        let copy = try copy {
            $0.replacing(#""value": "03600"}, "result": "invalid""#, with: #""value": "03600"}, "result": "valid""#)
        }
        defer { try? FileManager.default.removeItem(at: copy) }
        let result = try await Command.run("vectors", "verify", "--dir", copy.path)
        #expect(result.status == 1)
        #expect(
            result.output.hasPrefix(
                """
                FAILED stream-ttl.json 9 (refused): a leading zero [named-in-text]
                  input     value "03600"
                  expected  valid
                  got       invalid

                """), "\(result.output)")
    }

    @Test func aDefectOfAFileIsTold() async throws {
        let copy = try copy { $0.replacing(#""section": "5.1""#, with: #""section": "five""#) }
        defer { try? FileManager.default.removeItem(at: copy) }
        let result = try await Command.run("vectors", "verify", "--dir", copy.path)
        #expect(result.status == 1)
        #expect(
            result.output.hasPrefix(#"DEFECT stream-ttl.json: section: "five" does not match "#), "\(result.output)")
    }

    @Test func badArgumentsAreUsageErrors() async throws {
        for (arguments, words) in [
            (["verify", "--dir", "/nowhere"], "--dir: '/nowhere' is not a folder that can be read"),
            (["verify", "--dir", Self.folder.path, "--file", "stream-tl"], "did you mean stream-ttl?"),
            (["run", "--dir", Self.folder.path], "-- CMD... is missing"),
            (["run", "--dir", Self.folder.path, "--", "/nowhere/x"], "cannot start '/nowhere/x'"),
            (["run", "--timeout", "0", "--", "true"], "--timeout wants seconds"),
            (["rum"], "'rum' is not one of verify, run; did you mean run?"),
        ] {
            let result = try await Command(["vectors"] + arguments).ended()
            #expect(result.status == 2, "\(arguments)")
            #expect(result.errors.contains(words), "\(result.errors)")
        }
    }

    /// The example of Vectors/README.md, as it stands there.
    @Test func theExampleOfTheReadmeAnswers() async throws {
        let readme = try String(contentsOf: Self.folder.appending(path: "README.md"), encoding: .utf8)
        let parts = readme.split(separator: "```python\n")
        let script = try #require(parts.dropFirst().first?.split(separator: "```").first.map(String.init))
        #expect(script.split(separator: "\n").count <= 10)
        let program = ["--dir", Self.folder.path, "--", "/usr/bin/python3", "-c", script]
        let result = try await Command(["vectors", "run", "--file", "stream-ttl"] + program).ended()
        #expect(result.status == 0, "\(result.output)\(result.errors)")

        let whole = try await Command(["vectors", "run"] + program).ended()
        #expect(whole.status == 0, "\(whole.output)\(whole.errors)")
        let other = try await Command(["vectors", "run", "--file", "glob,offset"] + program).ended()
        #expect(other.status == 3, "\(other.output)\(other.errors)")
    }

    @Test func aProgramThatFailsEverythingIsShownInPart() async throws {
        let script =
            "import sys, json\nfor l in sys.stdin: print(json.dumps({'id': json.loads(l)['id'], 'result': 'x'}), flush=True)"
        let result = try await Command([
            "vectors", "run", "--dir", Self.folder.path, "--file", "stream-closed", "--show", "2", "--",
            "/usr/bin/python3", "-c", script,
        ]).ended()
        #expect(result.status == 1)
        #expect(result.output.components(separatedBy: "FAILED ").count == 3)
        #expect(result.output.contains("more failures; --show"))
    }

    @Test func anInterruptEndsRunAndProgram() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "tidemark-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(mkfifo(file.path, 0o600) == 0)
        let script = "import os, time\nopen('\(file.path)', 'w').write(str(os.getpid()))\ntime.sleep(1000)"
        let command = try Command([
            "vectors", "run", "--dir", Self.folder.path, "--timeout", "600", "--", "/usr/bin/python3", "-c", script,
        ])
        let process = try await Task.detached {
            // Opening waits for the program to open the other end.
            let written = try FileHandle(forReadingFrom: file).readToEnd() ?? Data()
            return try #require(pid_t(String(decoding: written, as: UTF8.self)))
        }.value
        command.signal(SIGINT)
        let result = await command.ended()
        #expect(result.status == 3, "\(result.output)\(result.errors)")
        #expect(result.lastLine.hasSuffix("tests left out: interrupted"))
        #expect(kill(process, 0) != 0)
    }
}
