import Specification
import Testing

@testable import ReferenceServer

@Suite struct MemoryLogTests {
    private let size = SegmentedBytes.segmentSize

    private func bytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    @Test(arguments: [0, 1, -1])
    func bytesSpanSegments(shift: Int) {
        let contents = bytes(3 * size + shift)
        var segmented = SegmentedBytes()
        var rest = contents[...]
        for piece in [7, size - 7 + shift, size, contents.count] {
            Array(rest.prefix(piece)).withUnsafeBufferPointer { segmented.append(contentsOf: $0) }
            rest = rest.dropFirst(piece)
        }
        #expect(segmented.count == contents.count)
        for range in [0..<contents.count, 5..<6, size - 1..<size + 1, size..<2 * size, 100..<100] {
            var copy: [UInt8] = [7]
            segmented.append(range, to: &copy)
            copy.removeFirst()
            #expect(copy == Array(contents[range]))
        }
    }

    @Test func aPrefixAndItsWholeGoTheirOwnWays() {
        let contents = bytes(size + 100)
        let log = MemoryLog(isJSON: false)
        _ = log.append(StreamPayload(bytes: contents), StreamChange())
        for length in [0, 1, size - 1, size, size + 1, size + 100] {
            let fork = MemoryLog(copying: log, before: length)
            #expect(fork.append(StreamPayload(bytes: [1, 2]), StreamChange()) == length + 2)
            #expect(fork.read(from: 0, limit: .max - 1 - length).bytes == contents[..<length] + [1, 2])
        }
        _ = log.append(StreamPayload(bytes: [9]), StreamChange())
        #expect(log.read(from: 0, limit: 1 << 30).bytes == contents + [9])
    }

    @Test func boundariesAreTheEndsOfAppends() {
        let log = MemoryLog(isJSON: false)
        _ = log.append(StreamPayload(bytes: [1, 2, 3]), StreamChange())
        _ = log.append(StreamPayload(bytes: []), StreamChange())
        _ = log.append(StreamPayload(bytes: [4]), StreamChange())
        #expect(log.boundary(after: 0) == 3)
        #expect(log.boundary(after: 2) == 3)
        #expect(log.boundary(after: 3) == 4)
        #expect(log.boundary(after: 4) == nil)
        let fork = MemoryLog(copying: log, before: 2)
        #expect(fork.boundary(after: 0) == 2)
        #expect(fork.boundary(after: 2) == nil)
    }

    @Test func readsAreLimitedToWholeMessages() {
        let log = MemoryLog(isJSON: true)
        let body = Array("[1,22,333]".utf8)
        _ = log.append(StreamPayload(bytes: body, messages: [1..<2, 3..<5, 6..<9]), StreamChange())
        func read(_ start: Int, _ limit: Int) -> String {
            String(decoding: log.read(from: start, limit: limit).bytes, as: UTF8.self)
        }
        #expect(read(0, 100) == "[1,22,333]")
        #expect(read(0, 10) == "[1,22,333]")
        #expect(read(0, 9) == "[1,22]")
        #expect(read(0, 1) == "[1]")
        #expect(read(1, 1) == "[22]")
        #expect(read(3, 1) == "[]")
    }
}
