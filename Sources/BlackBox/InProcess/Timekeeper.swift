/// How a transport in this process tells time and is told that time has passed, so that virtual time works.
public struct Timekeeper: Sendable {
    /// Takes back what was scheduled, if it has not run yet.
    public typealias Cancellation = @Sendable () -> Void

    /// Time since some fixed moment.
    public let now: @Sendable () -> Duration

    /// Runs an action once, on any thread, after a time.
    public let schedule: @Sendable (Duration, @escaping @Sendable () -> Void) -> Cancellation

    /// A timekeeper of two functions that agree with each other.
    public init(
        now: @escaping @Sendable () -> Duration,
        schedule: @escaping @Sendable (Duration, @escaping @Sendable () -> Void) -> Cancellation
    ) {
        self.now = now
        self.schedule = schedule
    }

    /// The time of a clock.
    public init<C: Clock>(_ clock: C) where C.Duration == Duration {
        let origin = clock.now
        self.init(
            now: { origin.duration(to: clock.now) },
            schedule: { delay, action in
                let task = Task {
                    guard (try? await clock.sleep(for: delay)) != nil else { return }
                    action()
                }
                return { task.cancel() }
            })
    }

    /// The machine's own time.
    public static let continuous = Timekeeper(ContinuousClock())
}
