import HTTPMessage

/// The reader's handle on a ``LiveFeed``; dropping it leaves.
final class FedExchange: LiveExchange {
    private let feed: LiveFeed

    init(_ feed: LiveFeed) {
        self.feed = feed
    }

    deinit {
        feed.leave()
    }

    func head() async -> Result<HTTPResponse, TransportFailure> {
        await feed.head()
    }

    func nextChunk(within limit: Duration) async -> LiveChunk {
        await feed.nextChunk(within: limit)
    }

    func cancel() {
        feed.leave()
    }

    func record() -> Exchange {
        feed.record()
    }
}
