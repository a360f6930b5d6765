import ReferenceServer
import Specification

/// A store that hands everything on to another; a defect overrides one operation.
class PassingStore: StreamStore {
    let store: any StreamStore

    init(_ store: any StreamStore) { self.store = store }

    /// Puts a log in front of one of the store.
    func wrap(_ log: any StreamLog) -> any StreamLog { log }

    func create(_ name: String, _ facts: StreamFacts) throws -> any StreamLog {
        wrap(try store.create(name, facts))
    }

    func fork(
        _ source: any StreamLog, at position: Int, as name: String, _ facts: StreamFacts
    ) throws -> any StreamLog {
        wrap(try store.fork(PassingLog.unwrapped(source), at: position, as: name, facts))
    }

    func remove(_ log: any StreamLog) { store.remove(PassingLog.unwrapped(log)) }
}

/// A log that hands everything on to another; a defect overrides one operation.
class PassingLog: StreamLog {
    let log: any StreamLog

    init(_ log: any StreamLog) { self.log = log }

    /// The log behind all that was put in front of it, which is the one its store knows.
    static func unwrapped(_ log: any StreamLog) -> any StreamLog {
        (log as? PassingLog).map { unwrapped($0.log) } ?? log
    }

    func append(_ payload: StreamPayload, _ change: StreamChange) throws -> Int { try log.append(payload, change) }

    func read(from start: Int, limit: Int) throws -> StreamSlice { try log.read(from: start, limit: limit) }

    func boundary(after position: Int) throws -> Int? { try log.boundary(after: position) }

    func record(_ facts: StreamFacts) throws { try log.record(facts) }
}
