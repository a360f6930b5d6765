import HTTPMessage
import HTTPWire

/// Which requests a hostile target answers wrongly.
struct Strike: Sendable {
    /// Whether this request is one of them; the number counts the requests of all connections from 1.
    let applies: @Sendable (_ request: HTTPRequest, _ number: Int) -> Bool

    /// Every request.
    static let always = Strike { _, _ in true }

    /// Reads of what a stream holds, waiting ones left out.
    static let reads = Strike { request, _ in request.method == .get && !request.path.contains("live=") }

    /// Reads and appends.
    static let readsAndAppends = Strike { request, number in
        reads.applies(request, number) || request.method == .post
    }

    /// Reads of events.
    static let events = Strike { request, _ in request.method == .get && request.path.contains("live=sse") }

    /// Reads that wait.
    static let longPolls = Strike { request, _ in request.method == .get && request.path.contains("live=long-poll") }

    /// Everything behind the first requests: the target has been taken for a good one by then.
    static func after(_ count: Int) -> Strike {
        Strike { _, number in number > count }
    }

    /// One request of so many, once the target has been taken for a good one.
    static func oneIn(_ count: Int) -> Strike {
        Strike { _, number in number > count && number % count == 0 }
    }
}
