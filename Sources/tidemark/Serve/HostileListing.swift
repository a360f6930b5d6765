import Hostile

/// The list that `tidemark serve --hostile list` prints: one target a line, for people and for `cut`.
enum HostileListing {
    /// Id and summary of every hostile target.
    static var text: String {
        let width = HostileTarget.all.map(\.id.count).max() ?? 0
        return HostileTarget.all.map { target in
            "\(target.id)\(String(repeating: " ", count: width - target.id.count))  \(target.summary)\n"
        }.joined()
    }
}
