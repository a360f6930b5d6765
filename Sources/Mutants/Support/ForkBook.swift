import HTTPMessage
import Specification
import Synchronization

/// Which streams were forked from which.
final class ForkBook: Sendable {
    private struct State {
        var sources: [String: String] = [:]
        var forks: [String: [String]] = [:]
    }

    private let state = Mutex(State())

    /// The stream that one was forked from.
    func source(of path: String) -> String? { state.withLock { $0.sources[path] } }

    /// The streams that were forked from one, as far as they were not deleted.
    func forks(of path: String) -> [String] { state.withLock { $0.forks[path, default: []] } }

    fileprivate func note(_ fork: String, of source: String) {
        state.withLock { state in
            state.sources[fork] = source
            state.forks[source, default: []].append(fork)
        }
    }

    fileprivate func forget(_ path: String) {
        state.withLock { state in
            guard let source = state.sources.removeValue(forKey: path) else { return }
            state.forks[source]?.removeAll { $0 == path }
        }
    }
}

extension HTTPRequest {
    /// The stream that a `PUT` asks to fork.
    var forkSource: String? { method == .put ? headerFields[.streamForkedFrom] : nil }
}

extension Blueprint {
    /// Takes note of every fork that is made.
    mutating func noteForks() -> ForkBook {
        let book = ForkBook()
        onAnswer { request, answer in
            if let source = request.forkSource, answer.status == 201 { book.note(request.streamPath, of: source) }
            if request.method == .delete, answer.status == 204 { book.forget(request.streamPath) }
        }
        return book
    }

    /// Changes the answers to requests for forks.
    mutating func onForkAnswer(_ change: @escaping @Sendable (HTTPRequest, inout Answer) -> Void) {
        onAnswer { request, answer in
            if request.forkSource != nil { change(request, &answer) }
        }
    }
}
