import ReferenceServer
import Specification

/// After ten appends, a read that begins inside the stream begins one position late.
final class SlippingLog: PassingLog {
    private var appendCount = 0
    private var tail = 0

    override func append(_ payload: StreamPayload, _ change: StreamChange) throws -> Int {
        tail = try super.append(payload, change)
        appendCount += 1
        return tail
    }

    override func read(from start: Int, limit: Int) throws -> StreamSlice {
        let slips = appendCount >= 10 && start > 0 && start < tail
        return try super.read(from: slips ? start + 1 : start, limit: limit)
    }
}

/// Keeps its appends under their numbers and reads them in the order of the numbers as text.
final class TextSortedLog: PassingLog {
    private var pieces: [[UInt8]] = []
    private var tail = 0

    override func append(_ payload: StreamPayload, _ change: StreamChange) throws -> Int {
        tail = try super.append(payload, change)
        if payload.messages == nil, !payload.bytes.isEmpty { pieces.append(payload.bytes) }
        return tail
    }

    override func read(from start: Int, limit: Int) throws -> StreamSlice {
        guard pieces.count > 10, pieces.map(\.count).reduce(0, +) == tail else {
            return try super.read(from: start, limit: limit)
        }
        let sorted = pieces.indices.sorted { String($0) < String($1) }.flatMap { pieces[$0] }
        let end = max(start, min(tail, start + limit))
        return StreamSlice(bytes: Array(sorted[start..<end]), end: end)
    }
}

/// Puts an append that follows a large one in front of it.
final class LargeLastLog: PassingLog {
    private var (large, small) = (0..<0, 0..<0)

    override func append(_ payload: StreamPayload, _ change: StreamChange) throws -> Int {
        let end = try super.append(payload, change)
        guard payload.messages == nil else { return end }
        let added = end - payload.bytes.count..<end
        if payload.bytes.count > 65_536 {
            (large, small) = (added, end..<end)
        } else if small.isEmpty, added.lowerBound == large.upperBound {
            small = added
        }
        return end
    }

    override func read(from start: Int, limit: Int) throws -> StreamSlice {
        guard !small.isEmpty else { return try super.read(from: start, limit: limit) }
        var whole = try super.read(from: 0, limit: .max / 2)
        let bytes = whole.bytes
        whole.bytes.replaceSubrange(large.lowerBound..<small.upperBound, with: bytes[small] + bytes[large])
        let end = max(start, min(whole.end, start + limit))
        return StreamSlice(bytes: Array(whole.bytes[start..<end]), end: end)
    }
}

/// Of a closed stream, loses what is behind the last full segment.
final class UnflushedLog: PassingLog {
    private static let segmentSize = 65_536
    private var isCut = false
    private var tail = 0

    override func append(_ payload: StreamPayload, _ change: StreamChange) throws -> Int {
        tail = try super.append(payload, change)
        isCut = change.closes && payload.messages == nil && tail > Self.segmentSize
        return tail
    }

    override func read(from start: Int, limit: Int) throws -> StreamSlice {
        let flushed = tail / Self.segmentSize * Self.segmentSize
        guard isCut, start + limit > flushed else { return try super.read(from: start, limit: limit) }
        guard start < flushed else { return StreamSlice(bytes: [], end: start) }
        return try super.read(from: start, limit: flushed - start)
    }
}

/// Keeps no more than the last quarter of a mebibyte: what is older is read as zeros.
final class ForgetfulLog: PassingLog {
    private static let capacity = 1 << 18
    private var tail = 0
    private var isText = false

    override func append(_ payload: StreamPayload, _ change: StreamChange) throws -> Int {
        tail = try super.append(payload, change)
        isText = payload.messages == nil
        return tail
    }

    override func read(from start: Int, limit: Int) throws -> StreamSlice {
        var slice = try super.read(from: start, limit: limit)
        let forgotten = min(slice.bytes.count, tail - Self.capacity - start)
        if isText, forgotten > 0 {
            slice.bytes.replaceSubrange(0..<forgotten, with: repeatElement(0, count: forgotten))
        }
        return slice
    }
}

/// Turns the byte at a border of 64 KiB into a space, when a small append crosses it.
final class BorderLog: PassingLog {
    private static let segmentSize = 65_536
    private var borders: [Int] = []

    override func append(_ payload: StreamPayload, _ change: StreamChange) throws -> Int {
        let tail = try super.append(payload, change)
        guard payload.messages == nil, payload.bytes.count < Self.segmentSize else { return tail }
        let border = tail / Self.segmentSize * Self.segmentSize
        if border > tail - payload.bytes.count, border < tail { borders.append(border) }
        return tail
    }

    override func read(from start: Int, limit: Int) throws -> StreamSlice {
        var slice = try super.read(from: start, limit: limit)
        for border in borders where slice.bytes.indices.contains(border - start) {
            slice.bytes[border - start] = UInt8(ascii: " ")
        }
        return slice
    }
}

/// Shows an append five milliseconds after it was made.
final class LaggingLog: PassingLog {
    private let clock: any ServerClock
    private var (shown, tail) = (0, 0)
    private var since: Int64 = 0

    init(_ log: any StreamLog, _ clock: any ServerClock) {
        self.clock = clock
        super.init(log)
    }

    override func append(_ payload: StreamPayload, _ change: StreamChange) throws -> Int {
        let before = tail
        tail = try super.append(payload, change)
        if payload.messages == nil, before > 0 || tail == payload.bytes.count {
            if clock.now.millisecondsSince1970 - since >= 5 { shown = before }
            since = clock.now.millisecondsSince1970
        } else {
            shown = tail
        }
        return tail
    }

    override func read(from start: Int, limit: Int) throws -> StreamSlice {
        guard clock.now.millisecondsSince1970 - since < 5, start + limit > shown, shown < tail else {
            return try super.read(from: start, limit: limit)
        }
        guard start < shown else { return StreamSlice(bytes: [], end: start) }
        return try super.read(from: start, limit: shown - start)
    }
}
