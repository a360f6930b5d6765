import BlackBox
import HTTPMessage
import Specification
import Synchronization

/// What all checks of a run share.
public struct RunContext: Sendable {
    /// The server under test.
    public var target: Target

    /// How it is reached.
    public var transport: any Transport

    /// How bytes that are no request get there; `nil` where there is no socket, or no HTTP/1.1, to write them to.
    public var raw: RawTransport?

    /// The time checks wait by.
    public var clock: any ProbeClock

    /// What every random choice of the run is derived from.
    public var seed: UInt64

    /// A short name that keeps the streams of this run apart from those of any other.
    public var runName: String

    /// How long a check lets the target take.
    public var patience: Patience

    /// Where webhooks of the target are received; `nil` when there is no place that it reaches.
    public var webhooks: WebhookReceiver?

    /// Whether writes without the target's credentials, and with wrong ones, are tried (§12.1).
    public var triesWithoutCredentials = false

    /// Whether the target still answers; one for each run.
    var watch = TargetWatch()

    /// What is kept of the exchanges of the run; one for each run.
    var keptExchanges = KeptExchanges()

    /// Settings of a run.
    public init(
        target: Target, transport: any Transport, raw: RawTransport? = nil, clock: any ProbeClock = WallClock(),
        seed: UInt64, runName: String, patience: Patience = Patience(), webhooks: WebhookReceiver? = nil
    ) {
        self.target = target
        self.transport = transport
        self.raw = raw
        self.clock = clock
        self.seed = seed
        self.runName = runName
        self.patience = patience
        self.webhooks = webhooks
    }

    /// Removes the streams that were created; whether that works is nobody's business here.
    func removeStreams(_ recorder: Recorder) async {
        // Only once the subscriptions are gone does nothing come to their webhooks any more.
        defer { for inbox in recorder.takeInboxes() { webhooks?.close(inbox) } }
        var seen: Set<String> = []
        var remaining = recorder.takeCleanup().filter { seen.insert($0.path).inserted }[...]
        while !Task.isCancelled, let request = remaining.first {
            if case .failure(let failure) = await transport.send(request).outcome {
                if failure.kind == .cancelled { break }
                // A target that does not answer one does not answer the next; waiting for each would last.
                if failure.kind.isTimeout || failure.kind.isUnreachable { return }
            }
            remaining.removeFirst()
        }
        // An interrupted run cleans up nevertheless, in a task that its cancellation does not reach. Only then: such a
        // task leaves the executor of the run, and with it the virtual time that the run may be on.
        guard !remaining.isEmpty else { return }
        await Task { [transport, remaining] in
            for request in remaining {
                guard case .failure(let failure) = await transport.send(request).outcome else { continue }
                if failure.kind.isTimeout || failure.kind.isUnreachable { return }
            }
        }.value
    }

    func seed(for id: String) -> UInt64 {
        // FNV-1a, because Swift's own hashing changes from process to process.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in id.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
        }
        return hash ^ seed
    }
}

/// How long a check lets a target take.
public struct Patience: Sendable, Hashable {
    /// The longest wait for a long-poll to time out by itself.
    public var longPollTimeout: Duration
    /// How long a waiting reader is given to reach the server before something happens to its stream.
    public var settling: Duration
    /// How soon a waiting reader must learn of what happened to its stream.
    public var promptness: Duration

    /// 65 s for a long-poll's own timeout, 150 ms to settle, 5 s to be told.
    public init(
        longPollTimeout: Duration = .seconds(65), settling: Duration = .milliseconds(150),
        promptness: Duration = .seconds(5)
    ) {
        self.longPollTimeout = longPollTimeout
        self.settling = settling
        self.promptness = promptness
    }
}

/// The time checks wait by: the machine's, or a virtual one that a service in this process shares.
public protocol ProbeClock: Sendable {
    /// The time since some fixed moment.
    var elapsed: Duration { get }

    /// The time of day, for absolute expiry.
    var now: RFC3339Instant { get }

    /// Lets time pass.
    func sleep(for duration: Duration) async throws
}

/// Hands out names for streams that no other check and no other run uses.
final class NameSource: Sendable {
    private let prefix: String
    private let count = Atomic<Int>(0)

    init(prefix: String) { self.prefix = prefix }

    func next() -> String {
        "\(prefix)-\(count.add(1, ordering: .relaxed).newValue)"
    }
}
