import Conformance
import Reporting
import Synchronization

/// Tells on standard error what a run has come to while it goes on.
///
/// On a terminal that is one line, rewritten in place, with failures above it as they come. Elsewhere it is a line for
/// each failure and one every ``plainInterval``, so that a log shows that the run is alive and stays short.
final class LiveProgress: Sendable {
    /// How often the line on a terminal is rewritten.
    static let liveInterval = Duration.milliseconds(100)

    /// How often a line is added where there is no terminal.
    static let plainInterval = Duration.seconds(10)

    private struct State {
        var line = ProgressLine()
        var isShown = false
        var hasEnded = false
    }

    private let console: Console
    private let secrets: Secrets
    private let style: TerminalStyle
    private let isQuiet: Bool
    private let start = ContinuousClock.now
    private let state = Mutex(State())

    init(console: Console, secrets: Secrets, style: TerminalStyle, isQuiet: Bool) {
        self.console = console
        self.secrets = secrets
        self.style = style
        self.isQuiet = isQuiet
    }

    /// Says what is about to be tested.
    func begin(target: String, seed: UInt64) {
        say("testing \(target) (seed \(seed))")
    }

    /// Takes in what happened; a failure is told at once, or when it was repeated.
    func note(_ event: RunEvent) {
        state.withLock { $0.line.note(event) }
        switch event {
        case .ended(let result) where result.outcome == .failed && !result.check.isTimingSensitive:
            say(TerminalReport.notice(secrets.hide(in: result), style: style))
        case .repeated(let result, _):
            say(TerminalReport.notice(secrets.hide(in: result), style: style))
        default:
            break
        }
    }

    /// Prints a line above the live one.
    func say(_ text: String) {
        guard !isQuiet else { return }
        state.withLock { state in
            guard !state.hasEnded else { return }
            console.error(erasure(&state) + text + "\n")
            show(&state)
        }
    }

    /// Keeps the line up to date until the task is cancelled.
    func tick() async {
        guard !isQuiet else { return }
        while true {
            do {
                try await Task.sleep(for: console.errorIsTerminal ? Self.liveInterval : Self.plainInterval)
            } catch {
                return
            }
            state.withLock { state in
                guard !state.hasEnded else { return }
                if console.errorIsTerminal {
                    show(&state)
                } else {
                    console.error(state.line.text(elapsed: ContinuousClock.now - start, width: style.width) + "\n")
                }
            }
        }
    }

    /// Takes the line away; nothing is shown afterwards.
    func end() {
        state.withLock { state in
            let erasure = erasure(&state)
            state.hasEnded = true
            if !erasure.isEmpty { console.error(erasure) }
        }
    }

    private func erasure(_ state: inout State) -> String {
        defer { state.isShown = false }
        return state.isShown ? "\r\u{1B}[K" : ""
    }

    private func show(_ state: inout State) {
        guard console.errorIsTerminal, !state.hasEnded else { return }
        let columns = Console.columns(of: 2)
        console.error("\r\u{1B}[K" + state.line.text(elapsed: ContinuousClock.now - start, width: columns))
        state.isShown = true
    }
}
