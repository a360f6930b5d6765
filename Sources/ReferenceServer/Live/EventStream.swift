import HTTPMessage
import Specification

/// A reader that is sent everything that comes (§5.8).
///
/// One thread at a time sends to it, the one that found it idle; whoever wakes it meanwhile leaves the work to that
/// thread, so that events cannot overtake each other.
struct EventStream {
    /// Where the events go.
    var writer: any HTTPResponseWriter
    /// The position up to which everything has been sent.
    var position: Int
    /// The last cursor it was sent, or the one to begin with.
    var cursor: StreamCursor
    /// What ends it after its lifetime (§10.2).
    var timer: any ScheduledAction
    /// Who sends to it.
    var activity = Activity.sending
    /// Whether the state of the read has been told at least once.
    var hasSentControl = false
    /// Whether its lifetime is over.
    var isOver = false

    enum Activity {
        /// Nobody: everything has been sent.
        case idle
        /// A thread.
        case sending
        /// Nobody until the client has taken what was sent.
        case draining
    }
}

/// What a thread that sends to an event stream does next.
enum EventStep: Sendable {
    /// Sends events and asks again.
    case send([UInt8])
    /// Sends the last events and ends the response.
    case finish([UInt8])
    /// Leaves it: everything has been sent.
    case rest
}
