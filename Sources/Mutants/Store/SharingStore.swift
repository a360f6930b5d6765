import ReferenceServer
import Specification

/// A store in which a fork has what it inherited only as long as its source is there.
final class SharingStore: PassingStore {
    override func create(_ name: String, _ facts: StreamFacts) throws -> any StreamLog {
        SharingLog(try super.create(name, facts), source: nil, point: 0)
    }

    override func fork(
        _ source: any StreamLog, at position: Int, as name: String, _ facts: StreamFacts
    ) throws -> any StreamLog {
        SharingLog(
            try super.fork(source, at: position, as: name, facts), source: source as? SharingLog, point: position)
    }

    override func remove(_ log: any StreamLog) {
        (log as? SharingLog)?.isGone = true
        super.remove(log)
    }
}

private final class SharingLog: PassingLog {
    /// Whether it was removed.
    var isGone = false

    private let source: SharingLog?
    private let point: Int

    init(_ log: any StreamLog, source: SharingLog?, point: Int) {
        self.source = source
        self.point = point
        super.init(log)
    }

    override func read(from start: Int, limit: Int) throws -> StreamSlice {
        var slice = try super.read(from: start, limit: limit)
        guard source?.isGone == true, start < point else { return slice }
        slice.bytes = slice.bytes.first == UInt8(ascii: "[") ? Array("[]".utf8) : Array(slice.bytes.dropFirst(point))
        return slice
    }
}
