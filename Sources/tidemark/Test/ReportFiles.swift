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
            if let obstacle = TextFile.obstacle(to: path) {
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
                if let trouble = TextFile.write(text, to: file.path) {
                    troubles.append("\(file.option): cannot write '\(file.path)': \(trouble)")
                }
            } catch {
                troubles.append("\(file.option): \(error)")
            }
        }
        return troubles
    }
}
