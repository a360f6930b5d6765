import Glibc

extension TextFile {
    /// What stands in the way of writing a file; `nil` when nothing does.
    static func obstacle(to path: String) -> String? {
        // Opening without truncating shows what writing will meet and leaves an earlier file alone until then.
        let existed = access(path, F_OK) == 0
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o644)
        // A pipe that nobody reads yet can be written once somebody does.
        guard descriptor >= 0 else { return errno == ENXIO ? nil : String(cString: strerror(errno)) }
        close(descriptor)
        if !existed { unlink(path) }
        return nil
    }

    /// Writes a file; tells what went wrong, or `nil`.
    static func write(_ text: String, to path: String) -> String? {
        let bytes = Array(text.utf8)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                Glibc.write(descriptor, buffer.baseAddress.map { $0 + written }, bytes.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return String(cString: strerror(errno)) }
            written += count
        }
        return nil
    }
}
