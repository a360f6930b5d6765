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

    /// Copies a range to a place that has room for it.
    func copy(_ range: Range<Int>, to destination: UnsafeMutablePointer<UInt8>) {
        var position = range.lowerBound
        var target = destination
        while position < range.upperBound {
            let offset = position & (Self.segmentSize - 1)
            let length = min(range.upperBound - position, Self.segmentSize - offset)
            segments[position >> Self.segmentShift].withUnsafeBufferPointer { segment in
                target.update(from: segment.baseAddress! + offset, count: length)
            }
            position += length
            target += length
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
