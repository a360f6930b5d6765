import ReferenceServer
import Specification

/// A store whose logs are read in another way.
final class ReadingStore: PassingStore {
    /// How to read: from the log behind, a start and a limit.
    typealias Reading = @Sendable (any StreamLog, Int, Int) throws -> StreamSlice

    private let reading: Reading

    init(_ store: any StreamStore, _ reading: @escaping Reading) {
        self.reading = reading
        super.init(store)
    }

    override func wrap(_ log: any StreamLog) -> any StreamLog { ReadingLog(log, reading) }
}

private final class ReadingLog: PassingLog {
    private let reading: ReadingStore.Reading

    init(_ log: any StreamLog, _ reading: @escaping ReadingStore.Reading) {
        self.reading = reading
        super.init(log)
    }

    override func read(from start: Int, limit: Int) throws -> StreamSlice { try reading(log, start, limit) }
}
