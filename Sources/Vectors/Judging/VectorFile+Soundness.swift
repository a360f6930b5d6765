/// Whether a file keeps the rules that a schema cannot express.
extension VectorFile {
    /// What is wrong with the file, one sentence each.
    ///
    /// Numbers are given once and never again: they and the retired ones together are 1, 2, 3 and so on.
    public var defects: [String] {
        var defects: [String] = []
        let cases = cases
        if count != cases.count { defects.append("'count' says \(count), and there are \(cases.count) tests") }
        defects += numbering(cases.map(\.id))
        var used: Set<String> = []
        for test in cases {
            for flag in test.flags where notes[flag] == nil {
                defects.append("test \(test.id) has the flag '\(flag)', which no note explains")
            }
            used.formUnion(test.flags)
            for answer in test.acceptable where answer == test.expected {
                defects.append("test \(test.id) has its result among those that are acceptable besides")
            }
            if !test.acceptable.isEmpty, test.flags.isEmpty {
                defects.append("test \(test.id) has several acceptable answers and no flag that tells why")
            }
        }
        for note in notes.keys.sorted() where !used.contains(note) {
            defects.append("the note '\(note)' explains a flag that no test has")
        }
        return defects + repetitions
    }

    private func numbering(_ ids: [Int]) -> [String] {
        let numbers = (ids + retired).sorted()
        guard numbers != Array(1...max(1, numbers.count)) else { return [] }
        var seen: Set<Int> = []
        if let twice = numbers.first(where: { !seen.insert($0).inserted }) {
            return ["the number \(twice) is given twice"]
        }
        let missing = zip(numbers, 1...).first { $0 != $1 }?.1 ?? 1
        return ["the number \(missing) is neither a test's nor retired"]
    }

    /// Tests that ask the same thing again.
    private var repetitions: [String] {
        var seen: [VectorQuestion: Int] = [:]
        var defects: [String] = []
        for group in groups {
            for test in group.cases {
                let question = VectorQuestion(operation: group.operation, input: test.input)
                if let first = seen.updateValue(test.id, forKey: question) {
                    defects.append("test \(test.id) asks what test \(first) asks")
                }
            }
        }
        return defects
    }
}
