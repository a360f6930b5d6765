import Glibc
import HTTPMessage

/// Bytes on their way out: appended at one end, taken off at the other, its memory handed back when empty.
struct WireBuffer: ~Copyable {
    /// The memory a buffer starts with.
    static let smallCapacity = 4096

    private var base: UnsafeMutablePointer<UInt8>?
    private var capacity = 0
    private var start = 0
    private var end = 0

    init() {}

    deinit { free(base) }

    var count: Int { end - start }
    var isEmpty: Bool { end == start }

    /// The bytes, valid until the buffer changes.
    var bytes: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: base.map { $0 + start }, count: end - start)
    }

    /// The bytes as an array.
    var array: [UInt8] { [UInt8](bytes) }

    /// Room for at least so many bytes behind the last one.
    @inline(__always)
    mutating func room(_ needed: Int) -> UnsafeMutablePointer<UInt8> {
        if base == nil || capacity - end < needed { grow(needed) }
        return base! + end
    }

    /// Says how many bytes were written to ``room(_:)``.
    @inline(__always)
    mutating func wrote(_ count: Int) { end += count }

    private mutating func grow(_ needed: Int) {
        let held = count
        // Moving the bytes to the front pays only when at least as many have been taken off before.
        if let base, start > 0, start >= held {
            memmove(base, base + start, held)
            start = 0
            end = held
        }
        guard capacity - end < needed || base == nil else { return }
        var larger = max(capacity, Self.smallCapacity / 2) * 2
        while larger - end < needed { larger *= 2 }
        guard let memory = realloc(base, larger) else { fatalError("out of memory") }
        base = memory.assumingMemoryBound(to: UInt8.self)
        capacity = larger
    }

    /// Takes bytes off the front; an empty buffer that has grown gives its memory back.
    @inline(__always)
    mutating func consume(_ count: Int) {
        start += count
        if start == end { empty() }
    }

    private mutating func empty() {
        start = 0
        end = 0
        if capacity > Self.smallCapacity { releaseMemory() }
    }

    /// Forgets the bytes and gives all memory back.
    mutating func releaseMemory() {
        free(base)
        base = nil
        capacity = 0
        start = 0
        end = 0
    }

    /// Takes the last bytes back, down to a count seen before.
    mutating func truncate(to count: Int) { end = start + count }

    // MARK: Appending

    @inline(__always)
    mutating func append(_ source: UnsafeRawBufferPointer) {
        guard let from = source.baseAddress, !source.isEmpty else { return }
        memcpy(room(source.count), from, source.count)
        end += source.count
    }

    @inline(__always)
    mutating func append(_ source: [UInt8]) {
        source.withUnsafeBytes { append($0) }
    }

    @inline(__always)
    mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends ASCII text, such as a token.
    @inline(__always)
    mutating func append(ascii text: String) {
        let utf8 = text.utf8
        let appended: Void? = utf8.withContiguousStorageIfAvailable { append(UnsafeRawBufferPointer($0)) }
        if appended == nil { append([UInt8](utf8)) }
    }

    @inline(__always)
    mutating func append(byte: UInt8) {
        room(1).pointee = byte
        end += 1
    }

    mutating func append(decimal value: Int) {
        if value < 10 { return append(byte: UInt8(0x30 + value)) }
        var digits: (UInt64, UInt64, UInt64) = (0, 0, 0)
        withUnsafeMutableBytes(of: &digits) { scratch in
            var index = scratch.count
            var rest = value
            repeat {
                index -= 1
                scratch[index] = UInt8(0x30 + rest % 10)
                rest /= 10
            } while rest > 0
            append(UnsafeRawBufferPointer(rebasing: scratch[index...]))
        }
    }

    mutating func append(hexadecimal value: Int) {
        var shift = max(0, (Int.bitWidth - value.leadingZeroBitCount - 1) / 4 * 4)
        while shift >= 0 {
            let digit = UInt8(value >> shift & 15)
            append(byte: digit < 10 ? 0x30 + digit : 0x61 + digit - 10)
            shift -= 4
        }
    }

    /// Appends text of the wire, a byte for each scalar.
    ///
    /// - Returns: `false`, with nothing appended, when a scalar is a control or above U+00FF.
    @inline(__always)
    mutating func append(latin1 text: String) -> Bool {
        let utf8 = text.utf8
        let taken = utf8.withContiguousStorageIfAvailable { storage -> Bool? in
            let source = UnsafeRawBufferPointer(storage)
            let survey = Latin1.survey(source)
            guard !survey.hasControl else { return false }
            guard survey.isASCII else { return nil }
            append(source)
            return true
        }
        if case .some(.some(let isValid)) = taken { return isValid }
        return appendScalars(text)
    }

    private mutating func appendScalars(_ text: String) -> Bool {
        let before = count
        for scalar in text.unicodeScalars {
            let value = scalar.value
            guard value <= 0xFF, value >= 0x20 || value == 0x09, value != 0x7F else {
                truncate(to: before)
                return false
            }
            append(byte: UInt8(value))
        }
        return true
    }
}
