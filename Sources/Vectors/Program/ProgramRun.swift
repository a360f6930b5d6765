import Foundation
import Specification

/// What came out of putting vectors to a program.
public struct ProgramReport: Sendable {
    /// What became of each file.
    public var tallies: [FileTally] = []

    /// Tests that were answered wrongly or not at all.
    public var failures: [VectorFailure] = []

    /// What is wrong with the program besides its answers, one sentence each.
    public var troubles: [String] = []

    /// Tests that were not put to it, because it failed too often or the run was stopped.
    public var leftOut = 0

    /// Whether somebody stopped the run.
    public var wasStopped = false

    /// How many tests were judged.
    public var judged: Int { tallies.reduce(0) { $0 + $1.passed + $1.acceptable + $1.failed } }
}

/// Puts vectors to a program in any language: one line of JSON in, one line of JSON out, test by test.
public struct ProgramRun: Sendable {
    private let files: [VectorFile]
    private let command: [String]
    private let limits: ProgramLimits

    /// A run of files on a command, its first word the program.
    public init(_ files: [VectorFile], on command: [String], limits: ProgramLimits = ProgramLimits()) {
        self.files = files
        self.command = command
        self.limits = limits
    }

    /// Runs on a thread of its own, because programs are waited for.
    ///
    /// - Throws: When the program cannot be started at all.
    public func run(stop: StopSwitch) async throws(ProgramNotStarted) -> ProgramReport {
        let outcome: Result<ProgramReport, ProgramNotStarted> = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                // A program that reads no more must not end this process.
                var signals = sigset_t()
                sigemptyset(&signals)
                sigaddset(&signals, SIGPIPE)
                pthread_sigmask(SIG_BLOCK, &signals, nil)
                continuation.resume(returning: Result { () throws(ProgramNotStarted) in try perform(stop) })
            }
        }
        return try outcome.get()
    }

    private func perform(_ stop: StopSwitch) throws(ProgramNotStarted) -> ProgramReport {
        var report = ProgramReport()
        var starts = 1
        var program: ProgramProcess? = try ProgramProcess(command)
        for file in files {
            var tally = FileTally(name: file.name)
            for group in file.groups {
                for test in group.cases {
                    guard !report.wasStopped, report.troubles.isEmpty else {
                        report.leftOut += 1
                        continue
                    }
                    var current: ProgramProcess
                    if let running = program.take() { current = running } else { current = try ProgramProcess(command) }
                    let outcome = current.ask(Self.line(file, group, test), limits, stop)
                    if case .stopped = outcome {
                        report.wasStopped = true
                        report.leftOut += 1
                        continue
                    }
                    let (judgement, got) = judge(outcome, &current, test, group.operation, stop)
                    tally.count(judgement)
                    if let got {
                        report.failures.append(
                            VectorFailure(file: file.name, group: group.name, test: test, got: got.description))
                    }
                    if got?.isUsable ?? true {
                        program = consume current
                    } else if starts > limits.maximumRestarts {
                        report.troubles.append("given up after \(starts) starts: see the failures above")
                    } else {
                        starts += 1
                    }
                }
            }
            report.tallies.append(tally)
        }
        if !report.wasStopped, var last = program.take() { end(&last, stop, &report) }
        return report
    }

    private func end(_ program: inout ProgramProcess, _ stop: StopSwitch, _ report: inout ProgramReport) {
        let (ending, surplus) = program.finish(limits, stop)
        if !surplus.isEmpty {
            report.troubles.append("after its last answer the program wrote \(Self.excerpt(surplus))")
        }
        if !ending.isClean { report.troubles.append("when its input ended, the program \(words(for: ending))") }
    }

    /// What came instead of the right answer.
    private struct Defect {
        var description: String
        /// Whether the next question can be put to the same process.
        var isUsable: Bool
    }

    private func judge(
        _ outcome: ProgramProcess.Outcome, _ program: inout ProgramProcess, _ test: VectorCase,
        _ operation: VectorOperation, _ stop: StopSwitch
    ) -> (Judgement, Defect?) {
        func broken(_ words: String) -> (Judgement, Defect?) { (.failed, Defect(description: words, isUsable: false)) }
        switch outcome {
        case .ended:
            return broken("no answer: the program \(words(for: program.endingAfterClose(limits, stop)))")
        case .silent:
            return broken(
                "no answer in \(limits.timeout): does the program end its output with a line feed and flush it?")
        case .endless:
            return broken("more than \(limits.maximumAnswerBytes) bytes without an end of line")
        case .stopped:
            return broken("stopped")
        case .line(let line, let isFollowed):
            if isFollowed { return broken("more than one line: \(Self.excerpt(line)) and another") }
            switch ProgramAnswer(line) {
            case .malformed(let why): return broken("\(why): \(Self.excerpt(line))")
            case .unsupported(let id):
                return id == test.id ? (.unsupported, nil) : broken("an answer to test \(id)")
            case .answer(let id, let answer):
                guard id == test.id else { return broken("an answer to test \(id)") }
                let judgement = VectorJudge.judge(answer, to: test, operation)
                return (judgement, judgement == .failed ? Defect(description: "\(answer)", isUsable: true) : nil)
            }
        }
    }

    private func words(for ending: ProgramProcess.Ending) -> String {
        switch ending {
        case .exited(let status): "ended with exit status \(status)"
        case .killed(let signal): "was ended by signal \(signal)"
        case .lingered: "did not end in \(limits.grace) and was killed"
        }
    }

    /// The question in one line of ASCII, so that no program has to guess an encoding.
    static func line(_ file: VectorFile, _ group: VectorGroup, _ test: VectorCase) -> [UInt8] {
        let text = """
            {"file":\(JSONText.quoted(file.name)),"group":\(JSONText.quoted(group.name)),"id":\(test.id),\
            "operation":\(JSONText.quoted(group.operation.rawValue)),"input":\(JSONValue.members(test.input))}
            """
        var line: [UInt8] = []
        for unit in text.utf16 {
            if unit < 0x7F {
                line.append(UInt8(unit))
            } else {
                let digits = String(unit, radix: 16)
                line += "\\u".utf8
                line += String(repeating: "0", count: 4 - digits.count).utf8
                line += digits.utf8
            }
        }
        return line
    }

    private static func excerpt(_ bytes: [UInt8]) -> String {
        let text = String(decoding: bytes.prefix(80), as: UTF8.self)
        return JSONText.quoted(text) + (bytes.count > 80 ? "…" : "")
    }
}
