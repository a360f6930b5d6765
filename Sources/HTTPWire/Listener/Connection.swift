import Glibc
import HTTPMessage
import Synchronization

/// One connection of a client. Everything but ``bufferedBytes`` belongs to the thread of its loop.
///
/// There is at most one exchange under way; requests behind it stay unread, which is how a client that sends faster
/// than it reads is slowed down. Buffers are empty while nothing is on its way, so a waiting client costs little.
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
    var parser: HTTPRequestParser
    var phase = Phase.reading

    /// Bytes that have arrived and that the parser has not consumed.
    var held = WireBuffer()
    /// Whether ``held`` has bytes the parser has not seen in its present state.
    var hasUnread = false
    var output = WireBuffer()
    /// The size of ``output``, for other threads.
    let bufferedBytes = Atomic<Int>(0)

    /// Which exchange of the connection is under way, so that a writer of an earlier one does nothing.
    var ordinal: UInt64 = 0
    var isHead = false
    var version = HTTPVersion.http11
    var keeps = true
    var bodyMode = BodyMode.chunked
    var disconnectActions: [@Sendable () -> Void] = []
    var drainActions: [@Sendable () -> Void] = []

    /// The socket may have bytes to read; edges are told once.
    var isReadable = false
    /// The client has said that it sends no more.
    var sawHangup = false
    /// The actions for a client that left have run.
    var wasToldGone = false
    var isAdvancing = false
    var isDirty = false

    /// When to give up, in the clock's milliseconds.
    var deadline = Int.max
    /// When the head that is being read began; zero when none is.
    var headStart = 0
    /// Since when the client has taken none of its bytes; zero while nothing waits for it.
    var stalledSince = 0

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
