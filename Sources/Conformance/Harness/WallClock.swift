import Glibc
import Specification

/// The machine's own time.
public struct WallClock: ProbeClock {
    private let start = ContinuousClock.now

    /// A clock that starts now.
    public init() {}

    /// The time since the clock was made.
    public var elapsed: Duration { ContinuousClock.now - start }

    /// The time of day.
    public var now: RFC3339Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return RFC3339Instant(millisecondsSince1970: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    /// Sleeps.
    public func sleep(for duration: Duration) async throws {
        try await Task.sleep(for: duration)
    }
}
