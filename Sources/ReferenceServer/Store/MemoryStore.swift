import Specification

/// Streams in the memory of the process, gone with it.
public final class MemoryStore: StreamStore {
    /// A store without streams.
    public init() {}

    /// Begins an empty log.
    public func create(_ name: String, _ facts: StreamFacts) -> any StreamLog {
        MemoryLog(isJSON: facts.configuration.isJSON)
    }

    /// Begins a log that shares the bytes of its source.
    public func fork(
        _ source: any StreamLog, at position: Int, as name: String, _ facts: StreamFacts
    ) throws -> any StreamLog {
        guard let source = source as? MemoryLog else { throw ForeignLog() }
        return MemoryLog(copying: source, before: position)
    }

    /// Drops nothing but the reference.
    public func remove(_ log: any StreamLog) {}

    /// A log of another store was given as the source of a fork.
    struct ForeignLog: Error {}
}
