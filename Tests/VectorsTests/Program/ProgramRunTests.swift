import Foundation
import Specification
import Testing

@testable import Vectors

/// Programs that answer, and programs that misbehave in every way: a run always ends and leaves nothing behind.
struct ProgramRunTests {
    /// The beginning of a script that reads questions; `ask()` gives the next one, `None` at the end.
    private static let prelude = """
        import json, os, sys, time, signal
        sys.stderr = open(os.devnull, "w")
        def ask():
            line = sys.stdin.readline()
            return json.loads(line) if line else None
        def say(text):
            sys.stdout.write(text); sys.stdout.flush()
        def answer(case, result="valid"):
            say(json.dumps({"id": case["id"], "result": result}) + "\\n")

        """

    private func run(
        _ script: String, limits: ProgramLimits = ProgramLimits(timeout: .seconds(60), grace: .seconds(60)),
        file: VectorFile? = nil,
        stop: StopSwitch? = nil
    ) async throws -> ProgramReport {
        let stop = try #require(stop ?? StopSwitch())
        let command = ["/usr/bin/python3", "-c", Self.prelude + script]
        return try await ProgramRun([try file ?? SmallFile.file()], on: command, limits: limits).run(stop: stop)
    }

    private func expectOneFailure(_ report: ProgramReport, _ got: String) {
        #expect(report.failures.map(\.got) == [got])
        #expect(report.tallies.map(\.failed) == [1])
        #expect(!report.wasStopped)
    }

    @Test func rightAnswersPass() async throws {
        let report = try await run(
            "while (case := ask()): answer(case, 'valid' if case['input']['value'] == '1' else 'invalid')")
        #expect(report.tallies.map(\.passed) == [2])
        #expect(report.failures.isEmpty && report.troubles.isEmpty && report.leftOut == 0)
    }

    @Test func aWrongAnswerFailsAndTheProgramGoesOn() async throws {
        let report = try await run("while (case := ask()): answer(case)")
        expectOneFailure(report, "valid")
        #expect(report.tallies.map(\.passed) == [1])
        #expect(report.troubles.isEmpty)
    }

    @Test func whatIsUnsupportedIsCounted() async throws {
        let report = try await run(
            "while (case := ask()): say(json.dumps({'id': case['id'], 'unsupported': True}) + '\\n')")
        #expect(report.tallies.map(\.unsupported) == [2])
        #expect(report.judged == 0)
    }

    @Test func aCrashIsToldWithItsStatusAndTheNextCaseIsAsked() async throws {
        let report = try await run(
            "while (case := ask()):\n  if case['id'] == 1: sys.exit(7)\n  answer(case, 'invalid')")
        expectOneFailure(report, "no answer: the program ended with exit status 7")
        #expect(report.tallies.map(\.passed) == [1])
    }

    @Test func aSignalIsToldByItsNumber() async throws {
        let report = try await run(
            "while (case := ask()):\n  if case['id'] == 2: os.kill(os.getpid(), 11)\n  answer(case)")
        expectOneFailure(report, "no answer: the program was ended by signal 11")
    }

    @Test func silenceIsNotWaitedForLongerThanTheTimeout() async throws {
        let report = try await run(
            "ask()\ntime.sleep(1000)", limits: ProgramLimits(timeout: .milliseconds(300), maximumRestarts: 0))
        #expect(report.failures.map(\.test.id) == [1])
        #expect(report.failures.first?.got.hasPrefix("no answer in 0.3 seconds: does the program") == true)
        #expect(report.leftOut == 1)
    }

    @Test func aProgramThatReadsNothingIsNotWaitedFor() async throws {
        // Longer than a pipe holds, so that writing waits as well.
        let test = #"{"id": 1, "comment": "a", "input": {"value": "1"}, "result": "valid"}"#
        let long = test.replacing(#""value": "1""#, with: #""value": "\#(String(repeating: "1", count: 1 << 20))""#)
        let report = try await run(
            "time.sleep(1000)", limits: ProgramLimits(timeout: .milliseconds(300), maximumRestarts: 0),
            file: try SmallFile.file(SmallFile.text().replacing(test, with: long)))
        #expect(report.failures.map(\.test.id) == [1])
        #expect(report.failures.first?.got.hasPrefix("no answer in 0.3 seconds") == true)
    }

    @Test(arguments: [
        ("hello", #"not a line of JSON: "hello""#), ("", #"not a line of JSON: """#),
        ("5", #"no object with a number 'id': "5""#),
        (#"{"id":"1"}"#, #"no object with a number 'id': "{\"id\":\"1\"}""#),
        (#"{"id":1}"#, #"no text 'result': "{\"id\":1}""#),
        (#"{"id":1,"unsupported":1}"#, #"'unsupported' is not true: "{\"id\":1,\"unsupported\":1}""#),
        (
            #"{"id":1,"result":"valid","output":5}"#,
            #"'output' is not an object: "{\"id\":1,\"result\":\"valid\",\"output\":5}""#
        ),
        (#"{"id":2,"result":"valid"}"#, "an answer to test 2"),
        (#"{"id":2,"unsupported":true}"#, "an answer to test 2"),
    ])
    func garbageIsShown(line: String, got: String) async throws {
        let quoted = String(decoding: try JSONEncoder().encode(line), as: UTF8.self)
        let report = try await run(
            "while (case := ask()):\n  if case['id'] == 1: say(\(quoted) + '\\n')\n  else: answer(case, 'invalid')")
        expectOneFailure(report, got)
        #expect(report.tallies.map(\.passed) == [1])
    }

    @Test func bytesThatAreNoTextAreGarbage() async throws {
        let report = try await run(
            "ask(); sys.stdout.buffer.write(b'\\xff\\xfe\\n'); sys.stdout.flush(); ask()",
            limits: ProgramLimits(timeout: .seconds(60), grace: .seconds(60), maximumRestarts: 0))
        #expect(report.failures.first?.got == #"not a line of JSON: "\#u{FFFD}\#u{FFFD}""#)
    }

    @Test func moreThanOneLineIsTooMuch() async throws {
        let report = try await run(
            """
            while (case := ask()):
              if case['id'] == 1: say('{"id":1,"result":"valid"}\\n{"id":2,"result":"invalid"}\\n')
              else: answer(case, 'invalid')
            """)
        #expect(report.failures.map(\.got) == [#"more than one line: "{\"id\":1,\"result\":\"valid\"}" and another"#])
        #expect(report.tallies.map(\.passed) == [1])
    }

    @Test func anEndlessAnswerIsCutOff() async throws {
        let report = try await run(
            """
            while (case := ask()):
              if case['id'] == 1:
                while True: say('x' * 65536)
              answer(case, 'invalid')
            """, limits: ProgramLimits(timeout: .seconds(60), grace: .seconds(60), maximumAnswerBytes: 1 << 18))
        expectOneFailure(report, "more than 262144 bytes without an end of line")
        #expect(report.tallies.map(\.passed) == [1])
    }

    @Test func aProgramThatAlwaysFailsIsGivenUp() async throws {
        let report = try await run(
            "sys.exit(1)", limits: ProgramLimits(timeout: .seconds(60), grace: .seconds(60), maximumRestarts: 0))
        #expect(report.tallies.map(\.failed) == [1])
        #expect(report.troubles == ["given up after 1 starts: see the failures above"])
        #expect(report.leftOut == 1)
    }

    @Test func wordsAfterTheLastAnswerAreATrouble() async throws {
        let report = try await run(
            "while (case := ask()): answer(case, 'valid' if case['id'] == 1 else 'invalid')\nsay('bye')")
        #expect(report.failures.isEmpty)
        #expect(report.troubles == [#"after its last answer the program wrote "bye""#])
    }

    @Test func aBadEndIsATrouble() async throws {
        let report = try await run(
            "while (case := ask()): answer(case, 'valid' if case['id'] == 1 else 'invalid')\nsys.exit(3)")
        #expect(report.troubles == ["when its input ended, the program ended with exit status 3"])
    }

    @Test func aProgramThatDoesNotEndIsKilled() async throws {
        let report = try await run(
            """
            while (case := ask()): answer(case, 'valid' if case['id'] == 1 else 'invalid')
            time.sleep(1000)
            """, limits: ProgramLimits(timeout: .seconds(60), grace: .milliseconds(500)))
        #expect(report.troubles == ["when its input ended, the program did not end in 0.5 seconds and was killed"])
    }

    @Test func nothingOfItsGroupIsLeftBehind() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "tidemark-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(mkfifo(file.path, 0o600) == 0)
        // Reading ends when nobody is left who could write.
        let reading = Task.detached { try FileHandle(forReadingFrom: file).readToEnd() ?? Data() }
        // A child that holds the output open, does not mind its input and outlives its parent.
        let report = try await run(
            """
            pipe = os.open("\(file.path)", os.O_WRONLY)
            child = os.fork()
            if child == 0:
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
                time.sleep(100)
                os.write(pipe, b"left behind")
                os._exit(0)
            while (case := ask()): answer(case, 'valid' if case['id'] == 1 else 'invalid')
            """, limits: ProgramLimits(timeout: .seconds(60), grace: .milliseconds(500)))
        #expect(report.troubles.count == 1)
        #expect(try await reading.value == Data())
    }

    @Test func theSwitchEndsARunAtOnce() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "tidemark-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        // A named pipe tells that the program is under way.
        #expect(mkfifo(file.path, 0o600) == 0)
        let stop = try #require(StopSwitch())
        defer { stop.stop() }
        async let running = run(
            "ask()\nopen('\(file.path)', 'w').write('%d' % os.getpid())\ntime.sleep(1000)",
            limits: ProgramLimits(timeout: .seconds(600)), stop: stop)
        let process = try await Task.detached {
            // Opening waits for the program to open the other end.
            let written = try FileHandle(forReadingFrom: file).readToEnd() ?? Data()
            return try #require(pid_t(String(decoding: written, as: UTF8.self)))
        }.value
        stop.stop()
        let report = try await running
        #expect(report.wasStopped)
        #expect(report.leftOut == 2)
        #expect(Self.isGone(process))
    }

    @Test func aProgramThatDoesNotExistIsNamed() async throws {
        let stop = try #require(StopSwitch())
        let run = ProgramRun([try SmallFile.file()], on: ["/nowhere/program"])
        await #expect {
            try await run.run(stop: stop)
        } throws: { error in
            "\(error)" == "cannot start '/nowhere/program': No such file or directory"
        }
    }

    @Test func aQuestionIsOneLineOfASCII() throws {
        let test = #"{"id": 2, "comment": "b", "input": {"value": "é\n🙂\u2028\u007f"}, "result": "invalid"}"#
        let file = try SmallFile.file(SmallFile.text(second: test))
        let line = ProgramRun.line(file, file.groups[0], file.groups[0].cases[1])
        #expect(
            String(decoding: line, as: UTF8.self)
                == #"{"file":"small","group":"g","id":2,"operation":"stream-ttl","input":{"value":"\u00e9\u000a\ud83d\ude42\u2028\u007f"}}"#
        )
    }

    /// Whether a process is there no more, or only waits for whoever adopted it to notice its end.
    private static func isGone(_ process: pid_t) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return true }
        return status.split(separator: ")").last?.hasPrefix(" Z") ?? true
    }
}
