import Vectors

/// What `tidemark vectors` says of files and failures.
struct VectorsPage {
    /// How many failures of each file are shown.
    let shown: Int

    /// Every failure, at most ``shown`` of each file.
    func text(of failures: [VectorFailure]) -> String {
        var text = ""
        var counts: [String: Int] = [:]
        for failure in failures {
            counts[failure.file, default: 0] += 1
            if counts[failure.file, default: 0] <= shown { text += self.text(of: failure) }
        }
        for (file, count) in counts.sorted(by: { $0.key < $1.key }) where count > shown {
            text += "\(file).json: \(count - shown) more failures; --show \(count) shows them\n"
        }
        return text
    }

    private func text(of failure: VectorFailure) -> String {
        let test = failure.test
        let flags = test.flags.isEmpty ? "" : " [\(test.flags.joined(separator: ", "))]"
        let input = test.input.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        var text = "FAILED \(failure.file).json \(test.id) (\(failure.group)): \(test.comment)\(flags)\n"
        text += "  input     \(Self.cut(input))\n  expected  \(Self.cut(test.expected.description))\n"
        for answer in test.acceptable { text += "  or        \(Self.cut(answer.description))\n" }
        return text + "  got       \(Self.cut(failure.got))\n"
    }

    /// One line for each file, and one for all of them.
    func table(of tallies: [FileTally]) -> String {
        var all = FileTally(name: "all")
        for tally in tallies {
            all.passed += tally.passed
            all.acceptable += tally.acceptable
            all.failed += tally.failed
            all.unsupported += tally.unsupported
        }
        let rows = tallies + [all]
        let width = rows.map(\.name.count).max() ?? 0
        var text = Self.padded("file", width) + "  passed  acceptable  failed  unsupported\n"
        for row in rows {
            text += Self.padded(row.name, width) + Self.right(row.passed, 8) + Self.right(row.acceptable, 12)
            text += Self.right(row.failed, 8) + Self.right(row.unsupported, 13) + "\n"
        }
        return text
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func right(_ number: Int, _ width: Int) -> String {
        let text = number == 0 ? "·" : String(number)
        return String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// A line of a bearable length.
    private static func cut(_ text: String) -> String {
        text.count > 400 ? text.prefix(400) + "…" : text
    }
}
