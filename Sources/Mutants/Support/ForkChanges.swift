import HTTPMessage
import ReferenceServer
import Specification

/// A fork whose log is read.
struct ForkedLog: Sendable {
    /// The position before which everything is inherited.
    var point: Int

    /// The position before which its source had inherited everything; `nil` when that was no fork.
    var inheritedPoint: Int?

    /// Whether its positions are messages.
    var isJSON: Bool
}

extension Blueprint {
    /// Changes requests for forks before the server sees them.
    mutating func onForkRequest(_ change: @escaping @Sendable (inout HTTPRequest) -> Void) {
        onRequest { request, _ in
            if request.forkSource != nil { change(&request) }
        }
    }

    /// Changes what is read of forks.
    mutating func onForkRead(_ change: @escaping @Sendable (ForkedLog, _ start: Int, inout StreamSlice) -> Void) {
        wrapStore { ForkReadingStore($0, change) }
    }

    /// Changes what is read of forks that are not JSON, as far as it was inherited.
    mutating func onInheritedRead(_ change: @escaping @Sendable (_ start: Int, inout StreamSlice) -> Void) {
        onForkRead { fork, start, slice in
            guard !fork.isJSON, start < fork.point else { return }
            var inherited = StreamSlice(
                bytes: Array(slice.bytes.prefix(fork.point - start)), end: min(slice.end, fork.point))
            change(start, &inherited)
            slice.bytes.replaceSubrange(..<inherited.bytes.count, with: inherited.bytes)
        }
    }

    /// Puts another sub-offset in the place of a valid one.
    ///
    /// - Parameter change: is given how much there is up to the next boundary.
    mutating func onForkSubOffset(
        _ change: @escaping @Sendable (_ isJSON: Bool, _ subOffset: Int, _ room: Int) -> Int
    ) {
        rules.fork = { request, origin, source, boundary in
            ForkRule.decide(request, origin, source, boundary).map { point in
                guard origin.subOffset > 0 else { return point }
                let room = (boundary(point.anchor) ?? point.anchor) - point.anchor
                let counted = change(source.configuration.isJSON, origin.subOffset, room)
                // The origin stays what was asked for, so that repeated requests still match it.
                return ForkPoint(origin: origin, anchor: point.anchor + counted - origin.subOffset)
            }
        }
    }

    /// Makes forks anew when a request for one is refused because it is another.
    mutating func remakeForks(where isMeant: @escaping @Sendable (HTTPRequest) -> Bool) {
        onPassage { passage in
            guard passage.request.forkSource != nil, isMeant(passage.request), let answer = passage.ask() else {
                return passage.proceed()
            }
            guard answer.status == 409 else { return passage.answer(answer) }
            _ = passage.server.immediateAnswer(to: HTTPRequest(method: .delete, path: passage.request.streamPath))
            guard var again = passage.ask() else { return }
            if again.status == 201 { again.status = 200 }
            passage.answer(again)
        }
    }
}

/// A store that changes what is read of forks.
private final class ForkReadingStore: PassingStore {
    private let change: @Sendable (ForkedLog, Int, inout StreamSlice) -> Void

    init(_ store: any StreamStore, _ change: @escaping @Sendable (ForkedLog, Int, inout StreamSlice) -> Void) {
        self.change = change
        super.init(store)
    }

    override func fork(
        _ source: any StreamLog, at position: Int, as name: String, _ facts: StreamFacts
    ) throws -> any StreamLog {
        let fork = ForkedLog(
            point: position, inheritedPoint: (source as? ForkReadingLog)?.fork.point,
            isJSON: facts.configuration.isJSON)
        return ForkReadingLog(try super.fork(source, at: position, as: name, facts), fork, change)
    }
}

private final class ForkReadingLog: PassingLog {
    let fork: ForkedLog
    private let change: @Sendable (ForkedLog, Int, inout StreamSlice) -> Void

    init(
        _ log: any StreamLog, _ fork: ForkedLog,
        _ change: @escaping @Sendable (ForkedLog, Int, inout StreamSlice) -> Void
    ) {
        self.fork = fork
        self.change = change
        super.init(log)
    }

    override func read(from start: Int, limit: Int) throws -> StreamSlice {
        var slice = try super.read(from: start, limit: limit)
        change(fork, start, &slice)
        return slice
    }
}
