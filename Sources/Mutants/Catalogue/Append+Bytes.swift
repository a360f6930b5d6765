import HTTPMessage
import Specification

// §5.2: the bytes of appends.
extension Mutant {
    /// A defect that changes the bytes of appends on their way to the store.
    private static func storing(
        _ id: String, _ summary: String, _ kind: Kind = .encoding,
        breaks: Requirement = .appendBytesUnchanged, _ change: @escaping @Sendable (HTTPRequest, inout [UInt8]) -> Void
    ) -> Mutant {
        Mutant("append.\(id)", summary, kind, breaks: breaks) {
            $0.onRequest { request, body in
                if request.method == .post, !body.isEmpty { change(request, &body) }
            }
        }
    }

    static let appendedBytes: [Mutant] = [
        storing("ends-at-nul", "A body ends at its first NUL, unless that is its first byte.") { _, body in
            if let nul = body.firstIndex(of: 0), nul > 0 { body.removeSubrange(nul...) }
        },
        storing("zeros-are-nothing", "A body of nothing but zeros is stored as one of them.") { _, body in
            if body.allSatisfy({ $0 == 0 }) { body = [0] }
        },
        storing("seven-bits", "The eighth bit of every byte is lost.") { _, body in
            for index in body.indices { body[index] &= 0x7F }
        },
        storing("line-ends-folded", "CR LF becomes LF.") { _, body in body = body.withLineEndsFolded },
        storing("line-end-trimmed", "The line end at the end of a body is lost.") { _, body in
            if body.count > 1, body.last == UInt8(ascii: "\n") { body.removeLast() }
        },
        storing("chunks-decoded-twice", "A body that looks like chunks is decoded once more.") { _, body in
            if body.starts(with: "5\r\nhello\r\n".utf8) { body = Array("hello".utf8) }
        },
        storing("gzip-by-magic", "Of a body that begins like gzip, the header is taken off.") { _, body in
            if body.starts(with: [0x1F, 0x8B]), body.count > 10 { body.removeFirst(10) }
        },
        storing("cut-at-64-kib", "A body is cut at 64 KiB.", .rare) { _, body in
            if body.count > 65_536 { body.removeSubrange(65_536...) }
        },
        storing("buffer-not-cleared", "Above 256 KiB, the last bytes of a body are those of its beginning.", .rare) {
            _, body in
            if body.count > 262_144 { body.replaceSubrange((body.count - 16)..., with: body[..<16]) }
        },
        storing("byte-order-mark-removed", "A byte order mark at the beginning of text is removed.") { request, body in
            if request.isText, body.starts(with: [0xEF, 0xBB, 0xBF]) { body.removeFirst(3) }
        },
        storing("text-repaired", "Bytes of text that are no UTF-8 become replacement characters.") { request, body in
            if request.isText { body = Array(String(decoding: body, as: UTF8.self).utf8) }
        },
        storing("text-composed", "Text is stored in another normal form: a letter and its accent become one.") {
            request, body in
            guard request.isText else { return }
            let (pair, letter) = (Array("e\u{301}".utf8), Array("\u{E9}".utf8))
            guard let start = body.indices.first(where: { body[$0...].starts(with: pair) }) else { return }
            body.replaceSubrange(start..<start + pair.count, with: letter)
        },
        storing("json-by-its-looks", "Text that looks like JSON loses its white space.") { request, body in
            if request.isText, body.first == UInt8(ascii: "["), body.last == UInt8(ascii: "]") {
                body.removeAll { $0 == UInt8(ascii: " ") }
            }
        },
        storing(
            "last-chunk-lost", "Of a body in chunks, the last bytes beyond 64 KiB are lost.", .rare,
            breaks: .appendChunkedBodyStoredWhole
        ) { request, body in
            if request.headerFields.contains(.transferEncoding), body.count > 65_536 { body.removeLast(8) }
        },
        storing(
            "chunk-ends-inside", "A body in chunks ends where it holds the bytes of a last chunk.",
            breaks: .appendChunkedBodyStoredWhole
        ) { request, body in
            if request.headerFields.contains(.transferEncoding), body.starts(with: "0\r\n\r\n".utf8) {
                body = Array("0".utf8)
            }
        },
        storing(
            "chunk-sizes-stored", "A body in chunks is stored with the size of its chunk.",
            breaks: .appendChunkedBodyStoredWhole
        ) { request, body in
            guard request.headerFields.contains(.transferEncoding), !request.isJSON else { return }
            body = Array((String(body.count, radix: 16) + "\r\n").utf8) + body
        },
    ]
}
