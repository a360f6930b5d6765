import HTTPMessage
import Specification
import Synchronization

extension HTTPRequest {
    /// The path of the stream, without the query.
    var stream: String { String(path.prefix { $0 != "?" }) }

    /// Whether the query asks for this.
    func asks(for parameter: String) -> Bool {
        path.drop { $0 != "?" }.dropFirst().split(separator: "&").contains { $0 == parameter }
    }

    /// Whether it is a long-poll.
    var isLongPoll: Bool { asks(for: "live=long-poll") }

    /// Whether it is a live read of either kind.
    var isLive: Bool { isLongPoll || asks(for: "live=sse") }

    /// Whether it is to close the stream, or to create it closed.
    var closes: Bool { StreamClosed.isPresent(headerFields[.streamClosed]) }

    /// Whether it is an append that neither closes nor carries a number of any kind.
    var isPlainAppend: Bool {
        method == .post && headerFields[.streamClosed] == nil && headerFields[.streamSeq] == nil
            && headerFields[.producerId] == nil
    }

    /// Whether its body is JSON by its own word.
    var isJSON: Bool { headerFields[.contentType].flatMap { ContentType($0) }?.isJSON ?? false }

    /// Whether its body is text by its own word.
    var isText: Bool { headerFields[.contentType].flatMap { ContentType($0) }?.isText ?? false }
}

extension Answer {
    /// Whether the status is one of success.
    var isSuccess: Bool { (200...299).contains(status) }

    /// Whether it says that the stream is closed.
    var isClosed: Bool { self[.streamClosed] != nil }

    /// Turns it into a refusal that says nothing of the stream.
    mutating func refuse(_ status: Int) {
        self.status = status
        response.headerFields.removeAll { $0.name.canonicalName.hasPrefix("stream-") || $0.name == .eTag }
        self[.contentType] = "text/plain"
        body = Array("refused".utf8)
    }

    /// Turns it into an acknowledgement without a body.
    mutating func acknowledge(_ status: Int, at offset: String?) {
        self.status = status
        self[.contentType] = nil
        if let offset { self[.streamNextOffset] = offset }
        body = []
    }
}

/// Names of streams, for defects that take one stream for another.
final class Names: Sendable {
    private let names = Mutex<Set<String>>([])

    func insert(_ name: String) { names.withLock { _ = $0.insert(name) } }

    func remove(_ name: String) { names.withLock { _ = $0.remove(name) } }

    func contains(_ name: String) -> Bool { names.withLock { $0.contains(name) } }

    /// The names that begin with another one, itself left out.
    func longer(than name: String) -> [String] {
        names.withLock { $0.filter { $0 != name && $0.hasPrefix(name) }.sorted() }
    }

    /// The longest name that another one begins with, itself left out.
    func beginning(of name: String) -> String? {
        names.withLock { $0.filter { $0 != name && name.hasPrefix($0) }.max { $0.utf8.count < $1.utf8.count } }
    }
}
