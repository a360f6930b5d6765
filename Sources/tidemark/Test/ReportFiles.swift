import Glibc
import Reporting

/// The files that reports are written to. Whether they can be written is found out before anything is sent.
struct ReportFiles: Sendable {
    private struct File {
        var option: String
        var path: String
        var write: @Sendable (PublishableReport) throws -> String
    }

    private static let writers: [(option: String, write: @Sendable (PublishableReport) throws -> String)] = [
        ("--json", { try JSONReport.text(for: $0) }),
        ("--junit", { JUnitReport.text(for: $0) }),
        ("--markdown", { MarkdownReport.text(for: $0) }),
        ("--tap", { TAPReport.text(for: $0) }),
    ]

    private let files: [File]

    /// The files that options name.
    ///
    /// - Throws: ``UsageError`` for a path that cannot be written.
    init(_ parsed: ParsedArguments) throws(UsageError) {
        var files: [File] = []
        for (option, write) in Self.writers {
            guard let path = parsed[option] else { continue }
            if let other = files.first(where: { $0.path == path }) {
                throw UsageError("\(option): '\(path)' is taken by \(other.option)")
            }
            if let obstacle = Self.obstacle(to: path) {
                throw UsageError("\(option): cannot write '\(path)': \(obstacle)")
            }
            files.append(File(option: option, path: path, write: write))
        }
        self.files = files
    }

    /// Writes every file; a sentence for each that could not be written.
    func write(_ report: PublishableReport) -> [String] {
        var troubles: [String] = []
        for file in files {
            do {
                let text = try file.write(report)
                if let trouble = Self.write(Array(text.utf8), to: file.path) {
                    troubles.append("\(file.option): cannot write '\(file.path)': \(trouble)")
                }
            } catch {
                troubles.append("\(file.option): \(error)")
            }
        }
        return troubles
    }

    // Opening without truncating shows what writing will meet and leaves an earlier report alone until then.
    private static func obstacle(to path: String) -> String? {
        let existed = access(path, F_OK) == 0
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o644)
        // A pipe that nobody reads yet can be written once somebody does.
        guard descriptor >= 0 else { return errno == ENXIO ? nil : String(cString: strerror(errno)) }
        close(descriptor)
        if !existed { unlink(path) }
        return nil
    }

    private static func write(_ bytes: [UInt8], to path: String) -> String? {
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
