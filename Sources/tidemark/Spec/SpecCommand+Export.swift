import Conformance
import Foundation
import Rehearsal
import Reporting
import Specification

extension SpecCommand {
    /// `spec export`.
    static let export = CommandSpec(
        "spec export", "write the protocol reference: a page for each section",
        groups: [
            OptionGroup(
                "Options",
                [
                    .value("--dir", "DIR", "write Markdown there; the table of contents is README.md"),
                    .value("--html", "DIR", "write HTML there; the table of contents is index.html"),
                    .flag("--check", "write nothing; list the files that are not what would be written"),
                ])
        ],
        notes: """
            The exchanges on the pages are recorded while the command runs, from the reference server in
            this process, and are the same at every run. Files in DIR that it did not write are left alone.

            exit status: 0 written, or --check found nothing; 1 --check found something; 2 usage

            Example: are the pages in the repository those of this program?
              tidemark spec export --dir Spec --check
            """)

    /// Carries out `spec export`.
    static func runExport(_ parsed: ParsedArguments, console: Console) async throws(UsageError) -> Int32 {
        var exports: [PageFolder] = []
        if let path = parsed["--dir"] { exports.append(PageFolder(MarkdownPage.self, "--dir", at: path)) }
        if let path = parsed["--html"] { exports.append(PageFolder(HTMLPage.self, "--html", at: path)) }
        guard !exports.isEmpty else { throw UsageError("--dir or --html is missing: where are the pages to go?") }

        let pages = SpecPages(recordings: await Recordings.all()).all
        var changes: [String] = []
        for folder in exports {
            let found = try folder.changes(to: pages)
            if !parsed.has("--check") { try folder.apply(found) }
            changes += found.map { "\($0.verb) \(folder.path)/\($0.name)" }
        }
        console.out(changes.map { $0 + "\n" }.joined())
        guard parsed.has("--check") else {
            console.out("\(pages.count) pages, \(changes.count) \(changes.count == 1 ? "change" : "changes")\n")
            return ExitStatus.success
        }
        console.out(changes.isEmpty ? "up to date\n" : "stale: run tidemark spec export without --check\n")
        return changes.isEmpty ? ExitStatus.success : ExitStatus.failure
    }
}

/// A folder of pages in one format, in which files of other origin may lie.
struct PageFolder {
    /// What has to happen to a file.
    struct Change {
        var name: String
        /// What is to be written; `nil` to remove the file.
        var text: String?
        var verb: String
    }

    let path: String
    private let format: any PageFormat.Type
    private let option: String

    init(_ format: any PageFormat.Type, _ option: String, at path: String) {
        self.format = format
        self.option = option
        self.path = path
    }

    /// What has to happen for the folder to hold these pages.
    ///
    /// - Throws: ``UsageError`` when a file is in the way that this program did not write.
    func changes(to pages: [Page]) throws(UsageError) -> [Change] {
        var changes: [Change] = []
        for page in pages {
            let name = format.fileName(of: page.name)
            let text = format.text(of: page)
            let existing = contents(of: name)
            if existing == text { continue }
            if let existing, !format.isGenerated(existing) {
                throw UsageError("\(option): '\(path)/\(name)' was not written by this command; move it away")
            }
            changes.append(Change(name: name, text: text, verb: existing == nil ? "new     " : "changed "))
        }
        let names = Set(pages.map { format.fileName(of: $0.name) })
        let others = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for name in others.sorted() where !names.contains(name) {
            guard let text = contents(of: name), format.isGenerated(text) else { continue }
            changes.append(Change(name: name, text: nil, verb: "obsolete"))
        }
        return changes
    }

    /// Makes the changes.
    ///
    /// - Throws: ``UsageError`` when the folder cannot be written.
    func apply(_ changes: [Change]) throws(UsageError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            for change in changes {
                let file = URL(filePath: path).appending(path: change.name)
                if let text = change.text {
                    try Data(text.utf8).write(to: file, options: .atomic)
                } else {
                    try FileManager.default.removeItem(at: file)
                }
            }
        } catch {
            throw UsageError("\(option): cannot write to '\(path)': \(error.localizedDescription)")
        }
    }

    private func contents(of name: String) -> String? {
        try? String(contentsOf: URL(filePath: path).appending(path: name), encoding: .utf8)
    }
}
