import Glibc
import HTTPMessage
import Synchronization

/// One connection of a client. Everything but ``bufferedBytes`` belongs to the thread of its loop.
///
/// There is at most one exchange under way; requests behind it stay unread, which is how a client that sends faster
/// than it reads is slowed down. Buffers are empty while nothing is on its way, so a waiting client costs little.
///
/// Only its loop touches it, one function at a time, so the checks for overlapping access are left out of the hot path.
final class Connection: @unchecked Sendable {
    enum Phase {
        /// Between requests or inside one.
        case reading
        /// The service has the request and has not begun to answer.
        case waiting
        /// The service has begun to answer.
        case streaming
        /// No more requests; closes once the output is gone.
        case closing
        /// The last byte is sent; what the client still sends is thrown away.
        case lingering
        case closed
    }

    /// How the body of a begun response travels.
    enum BodyMode {
        case chunked
        /// As it is, up to the end of the connection.
        case plain
        /// Not at all: an answer to HEAD, or a status that has no body.
        case suppressed
    }

    let loop: EventLoop
    let descriptor: Int32
    let token: UInt64
    @exclusivity(unchecked) var parser: HTTPRequestParser
    @exclusivity(unchecked) var phase = Phase.reading

    /// Bytes that have arrived and that the parser has not consumed.
    @exclusivity(unchecked) var held = WireBuffer()
    /// Whether ``held`` has bytes the parser has not seen in its present state.
    @exclusivity(unchecked) var hasUnread = false
    @exclusivity(unchecked) var output = WireBuffer()
    /// The size of ``output``, for other threads.
    let bufferedBytes = Atomic<Int>(0)

    /// Which exchange of the connection is under way, so that a writer of an earlier one does nothing.
    @exclusivity(unchecked) var ordinal: UInt64 = 0
    @exclusivity(unchecked) var isHead = false
    @exclusivity(unchecked) var version = HTTPVersion.http11
    @exclusivity(unchecked) var keeps = true
    @exclusivity(unchecked) var bodyMode = BodyMode.chunked
    @exclusivity(unchecked) var disconnectActions: [@Sendable () -> Void] = []
    @exclusivity(unchecked) var drainActions: [@Sendable () -> Void] = []

    /// The socket may have bytes to read; edges are told once.
    @exclusivity(unchecked) var isReadable = false
    /// The client has said that it sends no more.
    @exclusivity(unchecked) var sawHangup = false
    /// The actions for a client that left have run.
    @exclusivity(unchecked) var wasToldGone = false
    @exclusivity(unchecked) var isAdvancing = false
    @exclusivity(unchecked) var isDirty = false

    /// When to give up, in the clock's milliseconds.
    @exclusivity(unchecked) var deadline = Int.max
    /// When the head that is being read began; zero when none is.
    @exclusivity(unchecked) var headStart = 0
    /// Since when the client has taken none of its bytes; zero while nothing waits for it.
    @exclusivity(unchecked) var stalledSince = 0

    init(loop: EventLoop, descriptor: Int32, token: UInt64, limits: HTTPLimits) {
        self.loop = loop
        self.descriptor = descriptor
        self.token = token
        self.parser = HTTPRequestParser(limits: limits)
    }

    /// Whether an exchange is under way.
    var isBusy: Bool { phase == .waiting || phase == .streaming }

    /// Whether there is input that may be taken now.
    var canReceive: Bool {
        switch phase {
        case .reading: (hasUnread || isReadable) && output.count <= loop.configuration.highWaterBytes
        case .lingering: isReadable
        default: false
        }
    }
}
