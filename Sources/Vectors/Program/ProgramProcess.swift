import Glibc

/// Why a program cannot be started.
public struct ProgramNotStarted: Error, Sendable, Hashable, CustomStringConvertible {
    /// A sentence that names the program.
    public let description: String
}

/// A program under test: lines go to its standard input, lines come from its standard output.
///
/// It leads a process group of its own, so that what it starts ends with it, and so that Ctrl-C reaches it through us
/// alone. Must be used by one thread, in which SIGPIPE is blocked.
struct ProgramProcess: ~Copyable {
    /// What became of a question.
    enum Outcome {
        /// A line, without its end; whether more than one line came.
        case line([UInt8], isFollowed: Bool)
        /// It closed its output.
        case ended
        /// It said nothing in time.
        case silent
        /// It wrote more than one answer may have, without an end of line.
        case endless
        /// The switch was thrown.
        case stopped
    }

    /// How the program came to its end.
    enum Ending: Equatable {
        case exited(Int32)
        case killed(bySignal: Int32)
        /// It had to be killed, because it did not end when its input did.
        case lingered

        var isClean: Bool { self == .exited(0) }
    }

    private let process: pid_t
    private var input: Int32
    private let output: Int32
    private var received: [UInt8] = []

    /// Starts a program, found as a shell finds it.
    ///
    /// - Throws: When there is none, or the system has no room for it.
    init(_ command: [String]) throws(ProgramNotStarted) {
        guard let toProgram = Descriptors.pipe() else { throw Self.notStarted(command, errno) }
        guard let fromProgram = Descriptors.pipe() else {
            close(toProgram.reader)
            close(toProgram.writer)
            throw Self.notStarted(command, errno)
        }
        var process: pid_t = 0
        let failure = Self.spawn(command, input: toProgram.reader, output: fromProgram.writer, &process)
        close(toProgram.reader)
        close(fromProgram.writer)
        guard failure == 0 else {
            close(toProgram.writer)
            close(fromProgram.reader)
            throw Self.notStarted(command, failure)
        }
        Descriptors.unblock(toProgram.writer)
        Descriptors.unblock(fromProgram.reader)
        self.process = process
        input = toProgram.writer
        output = fromProgram.reader
    }

    private static func notStarted(_ command: [String], _ code: Int32) -> ProgramNotStarted {
        ProgramNotStarted(description: "cannot start '\(command.first ?? "")': \(String(cString: strerror(code)))")
    }

    private static func spawn(_ command: [String], input: Int32, output: Int32, _ process: inout pid_t) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What this process blocks and catches is no business of the program.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for signal in [SIGPIPE, SIGINT, SIGTERM] { sigaddset(&signals, signal) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var arguments = command.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        return posix_spawnp(&process, command.first ?? "", &actions, &attributes, &arguments, environ)
    }

    /// Writes a line and waits for one.
    mutating func ask(_ line: [UInt8], _ limits: ProgramLimits, _ stop: StopSwitch) -> Outcome {
        let deadline = ContinuousClock.now + limits.timeout
        var pending = (line + [UInt8(ascii: "\n")])[...]
        while true {
            if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Array(received[..<end])
                received.removeSubrange(...end)
                return .line(line, isFollowed: !received.isEmpty)
            }
            if received.count > limits.maximumAnswerBytes { return .endless }
            switch wait(until: deadline, writing: !pending.isEmpty && input >= 0, stop) {
            case .stopped: return .stopped
            case .late: return .silent
            case .readable:
                if !receive() { return .ended }
            case .writable:
                send(&pending)
            }
        }
    }

    /// Closes the program's input and waits for its end; tells what it wrote meanwhile.
    mutating func finish(_ limits: ProgramLimits, _ stop: StopSwitch) -> (Ending, surplus: [UInt8]) {
        closeInput()
        let deadline = ContinuousClock.now + limits.grace
        reading: while received.count <= limits.maximumAnswerBytes {
            switch wait(until: deadline, writing: false, stop) {
            case .readable where receive(): continue
            case .readable: break reading
            case .late, .stopped: return (.lingered, received)
            case .writable: continue
            }
        }
        // Who closes the output is about to end, and its end is not an event that a descriptor tells of.
        while ContinuousClock.now < deadline {
            if hasEnded { return (reap(), received) }
            usleep(500)
        }
        return (.lingered, received)
    }

    /// How a program ended that has closed its output; one that goes on all the same is killed.
    mutating func endingAfterClose(_ limits: ProgramLimits, _ stop: StopSwitch) -> Ending {
        finish(limits, stop).0
    }

    /// What `finish` and `ask` wait for.
    private enum Event {
        case readable, writable, late, stopped
    }

    private func wait(until deadline: ContinuousClock.Instant, writing: Bool, _ stop: StopSwitch) -> Event {
        while true {
            let left = deadline - ContinuousClock.now
            guard left > .zero else { return .late }
            let milliseconds = Int32(
                clamping: left / .milliseconds(1) > 3.6e6 ? 3_600_000 : Int64(left / .milliseconds(1)) + 1)
            var watched = [
                pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: output, events: Int16(POLLIN), revents: 0),
                pollfd(fd: writing ? input : -1, events: Int16(POLLOUT), revents: 0),
            ]
            guard poll(&watched, nfds_t(watched.count), milliseconds) > 0 else { continue }
            if watched[0].revents != 0 { return .stopped }
            if watched[1].revents != 0 { return .readable }
            return .writable
        }
    }

    /// Takes what has come; `false` at the end.
    private mutating func receive() -> Bool {
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(output, &piece, piece.count)
        if count < 0 { return errno == EAGAIN || errno == EINTR }
        received += piece[..<count]
        return count > 0
    }

    private mutating func send(_ pending: inout ArraySlice<UInt8>) {
        let count = pending.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
        if count > 0 {
            pending = pending.dropFirst(count)
        } else if count < 0, errno != EAGAIN, errno != EINTR {
            // It reads no more; what it has still to say decides.
            closeInput()
            pending = []
        }
    }

    private mutating func closeInput() {
        if input >= 0 { close(input) }
        input = -1
    }

    /// Whether the process has ended; it stays there to be reaped.
    private var hasEnded: Bool {
        var information = siginfo_t()
        return waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT) == 0
            && information.si_signo == SIGCHLD
    }

    /// Ends what is left of the process group and tells how the program itself ended.
    private func reap() -> Ending {
        // While the leader is not reaped, its number cannot belong to another group.
        kill(-process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7F
        return signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(bySignal: signal)
    }

    deinit {
        if input >= 0 { close(input) }
        close(output)
        // Reaped already: then there is no such child any more.
        var information = siginfo_t()
        if waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT) == 0 {
            kill(-process, SIGKILL)
            var status: Int32 = 0
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
        }
    }
}
