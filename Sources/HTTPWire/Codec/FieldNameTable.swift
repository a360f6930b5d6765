import Glibc
import HTTPMessage

/// What a field means to the framing of a message.
enum FieldRole: UInt8, Sendable {
    case other, connection, contentLength, date, expect, host, transferEncoding

    /// The role of a name that is at hand as a value.
    init(of name: HTTPField.Name) {
        let canonical = name.canonicalName
        // The length decides nearly always, so that a comparison is rare.
        switch canonical.utf8.count {
        case 4: self = canonical == "host" ? .host : canonical == "date" ? .date : .other
        case 6: self = canonical == "expect" ? .expect : .other
        case 10: self = canonical == "connection" ? .connection : .other
        case 14: self = canonical == "content-length" ? .contentLength : .other
        case 17: self = canonical == "transfer-encoding" ? .transferEncoding : .other
        default: self = .other
        }
    }
}

/// The known field names by their bytes, so that reading one makes no new string.
///
/// A name keeps the letter case of the wire: the registered spelling and all-lower-case are both at hand.
final class FieldNameTable: Sendable {
    static let shared = FieldNameTable()

    private struct Entry: Sendable {
        let registered: HTTPField.Name
        let lowercase: HTTPField.Name
        let registeredBytes: [UInt8]
        let lowercaseBytes: [UInt8]
        let role: FieldRole
    }

    private let buckets: [[Entry]]

    private init() {
        var buckets = [[Entry]](repeating: [], count: 256)
        for name in HTTPField.Name.allKnown {
            let lowercaseBytes = Array(name.canonicalName.utf8)
            let entry = Entry(
                registered: name,
                lowercase: HTTPField.Name(uncheckedRaw: name.canonicalName, canonical: name.canonicalName),
                registeredBytes: Array(name.rawName.utf8), lowercaseBytes: lowercaseBytes, role: FieldRole(of: name)
            )
            lowercaseBytes.withUnsafeBytes { buckets[Self.bucket(of: $0)].append(entry) }
        }
        self.buckets = buckets
    }

    @inline(__always)
    private static func bucket(of bytes: UnsafeRawBufferPointer) -> Int {
        let first = Int(bytes[0] | 0x20)
        let middle = Int(bytes[bytes.count / 2] | 0x20)
        let last = Int(bytes[bytes.count - 1] | 0x20)
        return (bytes.count &* 37 &+ first &* 11 &+ middle &* 5 &+ last) & 255
    }

    /// The name that these bytes, which are a token, spell.
    func name(_ bytes: UnsafeRawBufferPointer) -> (name: HTTPField.Name, role: FieldRole) {
        for entry in buckets[Self.bucket(of: bytes)] where entry.registeredBytes.count == bytes.count {
            if entry.registeredBytes.withUnsafeBytes({ memcmp($0.baseAddress!, bytes.baseAddress!, bytes.count) == 0 })
            {
                return (entry.registered, entry.role)
            }
            if entry.lowercaseBytes.withUnsafeBytes({ memcmp($0.baseAddress!, bytes.baseAddress!, bytes.count) == 0 }) {
                return (entry.lowercase, entry.role)
            }
            if entry.lowercaseBytes.elementsEqual(bytes.lazy.map(Latin1.lowered)) {
                let raw = Latin1.string(bytes, isASCII: true)
                return (
                    HTTPField.Name(uncheckedRaw: raw, canonical: entry.registered.canonicalName), entry.role
                )
            }
        }
        let raw = Latin1.string(bytes, isASCII: true)
        return (HTTPField.Name(uncheckedRaw: raw, canonical: raw.lowercased()), .other)
    }
}
