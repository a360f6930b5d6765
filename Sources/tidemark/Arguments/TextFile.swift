import Glibc

/// Reads the files that options name.
enum TextFile {
    /// The largest file that is read: lists and protocol texts are far smaller.
    static let maximumBytes = 16 << 20

    /// The text of a file.
    ///
    /// - Throws: ``UsageError`` that names the option, the file and what is wrong with it.
    static func read(_ path: String, for option: String) throws(UsageError) -> String {
        func unreadable(_ why: String) -> UsageError { UsageError("\(option): cannot read '\(path)': \(why)") }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(String(cString: strerror(errno))) }
            if count == 0 { break }
            bytes += piece[..<count]
            guard bytes.count <= maximumBytes else { throw unreadable("it is larger than \(maximumBytes) bytes") }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw unreadable("it is not UTF-8 text") }
        return text
    }
}
