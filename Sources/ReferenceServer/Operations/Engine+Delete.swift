import HTTPMessage
import Specification

extension Engine {
    /// `DELETE`: removes a stream, or hides it while forks read from it (§5.4, §4.2).
    mutating func delete(_ name: String, _ now: RFC3339Instant) -> Reply {
        guard let entry = stream(name, now) else { return .notFound }
        guard !entry.facts.isSoftDeleted else { return .gone }
        for (incarnation, fork) in entry.forks where streams[fork]?.incarnation == incarnation {
            // A fork whose time has come holds nothing back.
            _ = stream(fork, now)
        }
        if entry.forks.isEmpty {
            remove(entry, answering: .notFound, now)
        } else {
            var facts = entry.facts
            facts.isSoftDeleted = true
            do { try entry.log.record(facts) } catch { return Reply(storeFailure: error) }
            entry.facts = facts
            dismissReaders(of: entry, with: .gone)
            if entry.isWatched { streamVanished(entry) }
        }
        return Reply(.noContent)
    }
}
