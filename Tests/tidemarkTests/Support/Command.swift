import Foundation
import Synchronization
import Testing

/// The built program as a process of its own.
final class Command: Sendable {
    /// How a process ended and what it wrote.
    struct Result: Sendable {
        var status: Int32
        var output: String
        var errors: String

        /// The last line on standard output.
        var lastLine: String { output.split(separator: "\n").last.map(String.init) ?? "" }
    }

    private struct State {
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var openStreams = 2
        var status: Int32?
        var waiters: [(isReady: @Sendable (borrowing State) -> Bool, continuation: CheckedContinuation<Void, Never>)] =
            []
    }

    private let process: Process
    private let state = Mutex(State())

    /// The program lies beside the test bundle in the build folder.
    static let program: URL = {
        let bundle = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        return bundle.deletingLastPathComponent().appending(path: "tidemark")
    }()

    /// Starts the program.
    init(_ arguments: [String], of program: URL = Command.program, environment: [String: String] = [:]) throws {
        process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        process.terminationHandler = { [weak self] process in
            self?.change { $0.status = process.terminationStatus }
        }
        try process.run()
        read(output.fileHandleForReading.fileDescriptor, holding: output) { $0.output += $1 }
        read(errors.fileHandleForReading.fileDescriptor, holding: errors) { $0.errors += $1 }
    }

    deinit {
        if process.isRunning { process.terminate() }
    }

    /// Runs the program to its end.
    static func run(_ arguments: String..., environment: [String: String] = [:]) async throws -> Result {
        try await Command(arguments, environment: environment).ended()
    }

    /// Waits for the end.
    func ended() async -> Result {
        await wait { $0.status != nil && $0.openStreams == 0 }
        return state.withLock { state in
            Result(
                status: state.status ?? -1, output: String(decoding: state.output, as: UTF8.self),
                errors: String(decoding: state.errors, as: UTF8.self))
        }
    }

    /// Waits for the first line on standard output; nothing when the process ends without one.
    func firstLine() async -> String {
        await wait { $0.output.contains(UInt8(ascii: "\n")) || $0.openStreams == 0 }
        return state.withLock { state in
            String(decoding: state.output.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        }
    }

    /// Waits until standard error holds a text, or the process has ended.
    func errors(containing text: String) async {
        await wait { String(decoding: $0.errors, as: UTF8.self).contains(text) || $0.openStreams == 0 }
    }

    /// Sends a signal to this process alone.
    func signal(_ number: Int32) {
        kill(process.processIdentifier, number)
    }

    private func read(
        _ descriptor: Int32, holding pipe: Pipe, into add: @escaping @Sendable (inout State, [UInt8]) -> Void
    ) {
        Thread.detachNewThread { [weak self] in
            var piece = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = Glibc.read(descriptor, &piece, piece.count)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { break }
                let bytes = Array(piece[..<count])
                self?.change { add(&$0, bytes) }
            }
            self?.change { $0.openStreams -= 1 }
            withExtendedLifetime(pipe) {}
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let ready = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            body(&state)
            var ready: [CheckedContinuation<Void, Never>] = []
            var rest = state.waiters
            rest.removeAll { waiter in
                guard waiter.isReady(state) else { return false }
                ready.append(waiter.continuation)
                return true
            }
            state.waiters = rest
            return ready
        }
        for continuation in ready { continuation.resume() }
    }

    private func wait(until isReady: @escaping @Sendable (borrowing State) -> Bool) async {
        await withCheckedContinuation { continuation in
            let isNow = state.withLock { state in
                if isReady(state) { return true }
                state.waiters.append((isReady, continuation))
                return false
            }
            if isNow { continuation.resume() }
        }
    }
}
