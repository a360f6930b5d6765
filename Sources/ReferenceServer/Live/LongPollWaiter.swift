import HTTPMessage
import Specification

/// A long-poll that waits (§5.7).
struct LongPollWaiter {
    /// Where its answer goes.
    var writer: any HTTPResponseWriter
    /// The position it waits at.
    var start: Int
    /// The read as it was asked.
    var request: ReadRequest
    /// What ends the wait without data.
    var timer: any ScheduledAction
}

/// An answer and where it goes, to be handed over once the lock is released.
struct Delivery: Sendable {
    var writer: any HTTPResponseWriter
    var reply: Reply
}
