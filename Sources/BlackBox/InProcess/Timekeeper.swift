/// How a transport in this process tells and passes time, so that virtual time works.
public struct Timekeeper: Sendable {
    /// Time since some fixed moment.
    public let now: @Sendable () -> Duration

    /// Waits; throws when the task is cancelled.
    public let sleep: @Sendable (Duration) async throws -> Void

    /// A timekeeper of two functions that agree with each other.
    public init(now: @escaping @Sendable () -> Duration, sleep: @escaping @Sendable (Duration) async throws -> Void) {
        self.now = now
        self.sleep = sleep
    }

    /// The time of a clock.
    public init<C: Clock>(_ clock: C) where C.Duration == Duration {
        let origin = clock.now
        self.init(now: { origin.duration(to: clock.now) }, sleep: { try await clock.sleep(for: $0) })
    }

    /// The machine's own time.
    public static let continuous = Timekeeper(ContinuousClock())
}
