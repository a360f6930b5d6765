import Specification

extension Probe {
    /// Starts a reader that has to wait, lets it reach the server, does something to its stream, and hands back both
    /// answers.
    ///
    /// From outside nobody can see whether the reader is already waiting. A reader that arrives late finds what the
    /// action left, and must get the same answer; so the pause decides what is tested, never what is right.
    public func whileWaiting<Waited: Sendable, Done: Sendable>(
        _ reader: @escaping @Sendable () async throws -> Waited, _ action: @escaping @Sendable () async throws -> Done
    ) async throws -> (waited: Waited, done: Done) {
        async let waited = reader()
        try await pause(context.patience.settling)
        let done = try await action()
        return (try await waited, done)
    }

    /// Does the same thing many times at once and hands back the answers in the order of their numbers.
    public func concurrently<Value: Sendable>(
        _ count: Int, _ body: @escaping @Sendable (Int) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            for number in 0..<count {
                group.addTask { (number, try await body(number)) }
            }
            var values: [(Int, Value)] = []
            for try await value in group { values.append(value) }
            return values.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// How long something took, in the time of the run.
    public func timed<Value>(_ body: () async throws -> Value) async rethrows -> (Value, Duration) {
        let start = context.clock.elapsed
        let value = try await body()
        return (value, context.clock.elapsed - start)
    }

    /// Asks again until the answer is the one hoped for, or the time is up; hands back the last answer.
    public func eventually(
        within limit: Duration, every interval: Duration = .milliseconds(100),
        _ ask: () async throws -> Reply, until isDone: (Reply) -> Bool
    ) async throws -> Reply {
        let start = context.clock.elapsed
        var reply = try await ask()
        while !isDone(reply), context.clock.elapsed - start < limit {
            try await pause(interval)
            reply = try await ask()
        }
        return reply
    }
}
