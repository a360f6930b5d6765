import Synchronization

/// Counts, for defects that show only now and then.
public final class Tally<Key: Hashable & Sendable>: Sendable {
    private let counts = Mutex<[Key: Int]>([:])

    /// Nothing counted.
    public init() {}

    /// How often a key has been counted, this time included.
    public func count(_ key: Key) -> Int {
        counts.withLock { counts in
            counts[key, default: 0] += 1
            return counts[key, default: 0]
        }
    }

    /// How often a key has been counted so far.
    public subscript(_ key: Key) -> Int { counts.withLock { $0[key, default: 0] } }

    /// Begins anew for a key.
    public func reset(_ key: Key) { counts.withLock { $0[key] = nil } }
}

/// Keeps something for each key, for defects that remember what they should not.
public final class Memory<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let values = Mutex<[Key: Value]>([:])

    /// Nothing remembered.
    public init() {}

    /// What is remembered for a key.
    public subscript(_ key: Key) -> Value? {
        get { values.withLock { $0[key] } }
        set { values.withLock { $0[key] = newValue } }
    }

    /// Puts a new value in the place of the old one, and gives the old one.
    public func exchange(_ key: Key, for value: Value) -> Value? {
        values.withLock { $0.updateValue(value, forKey: key) }
    }
}
