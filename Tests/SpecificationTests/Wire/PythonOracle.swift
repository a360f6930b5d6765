import Foundation
import Specification

/// Another implementation to compare with: Python's standard library, one process for many cases.
enum PythonOracle {
    /// Whether there is a Python to ask.
    static let isAvailable: Bool = (try? run("print(1)", on: [])) == ["1"]

    struct Failure: Error {
        let status: Int32
        let message: String
    }

    /// Runs a script that reads all of its input, one case on a line in hexadecimal, and prints one line for each.
    ///
    /// The script finds the cases as `bytes` in the list `cases`.
    static func run(_ script: String, on cases: [[UInt8]]) throws -> [String] {
        let prelude = "import sys\ncases = [bytes.fromhex(line) for line in sys.stdin.read().split('\\n')[:-1]]\n"
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", "-X", "utf8", "-c", prelude + script]
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        // Python reads everything before it writes anything, so neither side waits for the other.
        let text = cases.map { $0.map(hexadecimal).joined() + "\n" }.joined()
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try input.fileHandleForWriting.close()
        let answer = try output.fileHandleForReading.readToEnd() ?? Data()
        let complaint = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(
                status: process.terminationStatus, message: String(decoding: complaint, as: UTF8.self))
        }
        let lines = String(decoding: answer, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        return lines.dropLast().map(String.init)
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}

extension SeededGenerator {
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &self)]
    }

    mutating func bytes(upTo count: Int) -> [UInt8] {
        (0..<Int.random(in: 0...count, using: &self)).map { _ in UInt8.random(in: 0...255, using: &self) }
    }
}
