import Glibc

/// Where the program's words go, and how they may look there.
struct Console: Sendable {
    /// Whether standard output is a terminal.
    let outIsTerminal: Bool
    /// Whether standard error is a terminal.
    let errorIsTerminal: Bool
    /// Whether the environment allows colour: `NO_COLOR` is unset or empty and the terminal is not a dumb one.
    let environmentAllowsColour: Bool

    /// This process's own output.
    static let standard: Console = {
        let noColour = getenv("NO_COLOR").map { $0[0] != 0 } ?? false
        let isDumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? false
        return Console(
            outIsTerminal: isatty(STDOUT_FILENO) == 1, errorIsTerminal: isatty(STDERR_FILENO) == 1,
            environmentAllowsColour: !noColour && !isDumb)
    }()

    /// Writes to standard output at once.
    func out(_ text: String) {
        Self.write(Array(text.utf8), to: STDOUT_FILENO)
    }

    /// Writes to standard error at once.
    func error(_ text: String) {
        Self.write(Array(text.utf8), to: STDERR_FILENO)
    }

    /// How many columns the terminal behind a descriptor has; 80 when that is unknown.
    static func columns(of descriptor: Int32) -> Int {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    // A reader that has left is no reason to fail: the exit status still tells the result.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            if count < 0 && errno == EAGAIN {
                var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&waiting, 1, -1)
                continue
            }
            guard count > 0 else { return }
            written += count
        }
    }
}
