import Specification

/// The contents of a stream in memory.
///
/// Messages are kept one after the other, a comma behind each, so that any run of them is one copy away from the JSON
/// array that a read answers with.
final class MemoryLog: StreamLog {
    private let isJSON: Bool
    @exclusivity(unchecked) private var bytes = SegmentedBytes()
    /// For each message, where in the bytes it ends, its comma included.
    @exclusivity(unchecked) private var messageEnds: [Int] = []
    /// For each append, the position after it.
    @exclusivity(unchecked) private var appendEnds: [Int] = []

    init(isJSON: Bool) {
        self.isJSON = isJSON
    }

    /// A log that begins with what another one holds before a position.
    init(copying source: MemoryLog, before position: Int) {
        isJSON = source.isJSON
        if isJSON {
            messageEnds = Array(source.messageEnds.prefix(position))
            bytes = source.bytes.prefix(messageEnds.last ?? 0)
        } else {
            bytes = source.bytes.prefix(position)
        }
        appendEnds = Array(source.appendEnds.prefix(source.appendEnds.partitioningIndex { $0 > position }))
        if appendEnds.last ?? 0 < position { appendEnds.append(position) }
    }

    private var tail: Int { isJSON ? messageEnds.count : bytes.count }

    func append(_ payload: StreamPayload, _ change: StreamChange) -> Int {
        guard payload.length > 0 else { return tail }
        payload.bytes.withUnsafeBufferPointer { body in
            if let messages = payload.messages {
                for message in messages {
                    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: body[message]))
                    bytes.append(UInt8(ascii: ","))
                    messageEnds.append(bytes.count)
                }
            } else {
                bytes.append(contentsOf: body)
            }
        }
        let tail = tail
        appendEnds.append(tail)
        return tail
    }

    func read(from start: Int, limit: Int) -> StreamSlice {
        isJSON ? readMessages(from: start, limit: limit) : readBytes(from: start, limit: limit)
    }

    private func readBytes(from start: Int, limit: Int) -> StreamSlice {
        let end = min(bytes.count, start + limit)
        guard start < end else { return StreamSlice(bytes: [], end: start) }
        var contents: [UInt8] = []
        contents.reserveCapacity(end - start)
        bytes.append(start..<end, to: &contents)
        return StreamSlice(bytes: contents, end: end)
    }

    private func readMessages(from start: Int, limit: Int) -> StreamSlice {
        guard start < messageEnds.count else {
            return StreamSlice(bytes: [UInt8(ascii: "["), UInt8(ascii: "]")], end: start)
        }
        let first = start == 0 ? 0 : messageEnds[start - 1]
        // The first bracket and the last comma's place as the second bracket: one byte more than is stored.
        let fitting = messageEnds.partitioningIndex { $0 - first + 1 > limit }
        let end = max(start + 1, fitting)
        let last = messageEnds[end - 1]
        var contents: [UInt8] = []
        contents.reserveCapacity(last - first + 1)
        contents.append(UInt8(ascii: "["))
        bytes.append(first..<last - 1, to: &contents)
        contents.append(UInt8(ascii: "]"))
        return StreamSlice(bytes: contents, end: end)
    }

    func boundary(after position: Int) -> Int? {
        let index = appendEnds.partitioningIndex { $0 > position }
        return index < appendEnds.count ? appendEnds[index] : nil
    }

    func record(_ facts: StreamFacts) {}
}

extension Array {
    /// The index of the first element for which the predicate holds, in an array where it holds from there on.
    func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
