/// Finds what was probably meant by a name that does not exist.
enum NearestName {
    /// The names that are close enough to be meant, the closest first, at most `limit`.
    static func candidates(for name: String, among names: some Sequence<String>, limit: Int = 3) -> [String] {
        let wanted = Array(name.lowercased().utf8)
        // A third of the letters may be wrong: more, and the suggestion is a guess that helps nobody.
        let tolerance = max(1, wanted.count / 3)
        return names.compactMap { candidate -> (name: String, distance: Int)? in
            let letters = Array(candidate.lowercased().utf8)
            if wanted.count >= 3, letters.starts(with: wanted) { return (candidate, 1) }
            let distance = distance(wanted, letters)
            return distance <= tolerance ? (candidate, distance) : nil
        }
        .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
        .prefix(limit).map(\.name)
    }

    /// A clause that ends a sentence: `; did you mean --jobs?`, or nothing when no name is close.
    static func suggestion(for name: String, among names: some Sequence<String>) -> String {
        let near = candidates(for: name, among: names, limit: 1)
        return near.first.map { "; did you mean \($0)?" } ?? ""
    }

    /// How many letters must be added, dropped, replaced or swapped with their neighbour to come from one to the other.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var before: [Int] = []
        var previous = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let substitution = previous[column] + (letter == other ? 0 : 1)
                var best = min(substitution, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    best = min(best, before[column - 1] + 1)
                }
                current.append(best)
            }
            before = previous
            previous = current
        }
        return previous[right.count]
    }
}
