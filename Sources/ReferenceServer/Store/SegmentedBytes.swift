/// Bytes that grow at the end, in segments that are never moved once they are full.
///
/// A copy shares the segments: a fork costs as much as there are segments, not bytes.
struct SegmentedBytes {
    /// The bytes of one segment.
    static let segmentSize = 1 << segmentShift
    private static let segmentShift = 16

    private var segments: [[UInt8]] = []

    /// The number of bytes.
    private(set) var count = 0

    /// Adds bytes.
    mutating func append(contentsOf bytes: UnsafeBufferPointer<UInt8>) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let room = segments.count * Self.segmentSize - count
            if room == 0 {
                segments.append([])
                continue
            }
            let piece = rest.prefix(room)
            segments[segments.count - 1].append(contentsOf: piece)
            count += piece.count
            rest = rest.dropFirst(piece.count)
        }
    }

    /// Adds one byte.
    mutating func append(_ byte: UInt8) {
        withUnsafePointer(to: byte) { append(contentsOf: UnsafeBufferPointer(start: $0, count: 1)) }
    }

    /// Adds a copy of a range to the end of an array.
    func append(_ range: Range<Int>, to array: inout [UInt8]) {
        var position = range.lowerBound
        while position < range.upperBound {
            let offset = position & (Self.segmentSize - 1)
            let length = min(range.upperBound - position, Self.segmentSize - offset)
            segments[position >> Self.segmentShift].withUnsafeBufferPointer { segment in
                array.append(contentsOf: UnsafeBufferPointer(rebasing: segment[offset..<offset + length]))
            }
            position += length
        }
    }

    /// The first bytes, sharing the segments.
    func prefix(_ length: Int) -> SegmentedBytes {
        guard length < count else { return self }
        var result = SegmentedBytes()
        let whole = length >> Self.segmentShift
        let rest = length & (Self.segmentSize - 1)
        result.segments = Array(segments.prefix(whole))
        if rest > 0 { result.segments.append(Array(segments[whole].prefix(rest))) }
        result.count = length
        return result
    }
}
