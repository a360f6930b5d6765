import BlackBox
import HTTPMessage
import Specification

// §8 Offsets: the form of the tokens.

extension Check {
    static let offsetForm: [Check] = [
        // An offset contains none of the characters `,`, `&`, `=`, `?` and `/`.
        Check(.offsetForbiddenCharacters) { probe in
            try await probe.lifeOfAStream { $0.expectOffsetWithoutForbiddenCharacters() }
        },

        Check(.offsetForbiddenCharacters, "past-64-kib") { probe in
            // Offsets in an alphabet of 64 characters reach `/` and `+` only after a while.
            let stream = try await probe.createStream(contentType: "application/octet-stream")
            for number in 0..<64 {
                try await stream.write(Payload(repeating: 0x2E, count: 1021 + number))
                    .requireAnOffset().expectOffsetWithoutForbiddenCharacters()
            }
        },

        Check(.offsetForbiddenCharacters, "closed-stream", needs: [.closure]) { probe in
            let stream = try await probe.createStream("data")
            try await stream.writeClosed("more").requireAnOffset().expectOffsetWithoutForbiddenCharacters()
            try await stream.read().requireStart(of: "datamore").expectOffsetWithoutForbiddenCharacters()
            try await stream.append("too late").expectOffsetWithoutForbiddenCharacters()
        },

        // An offset consists of characters that need no encoding in a URL: letters, digits, `-`, `.`, `_` and `~`.
        Check(.offsetUrlSafe) { probe in
            try await probe.lifeOfAStream { reply in
                guard let token = reply[.streamNextOffset] else { return }
                reply.expect(
                    token.utf8.allSatisfy(PercentCoding.isUnreserved), "an offset that needs no encoding",
                    observed: token)
            }
        },

        // An offset is shorter than 256 characters.
        Check(.offsetShort) { probe in
            try await probe.lifeOfAStream { reply in
                guard let token = reply[.streamNextOffset] else { return }
                reply.expect(
                    token.utf8.count < Offset.recommendedMaximumLength, "an offset shorter than 256 characters",
                    observed: "\(token.utf8.count) characters")
            }
        },

        Check(.offsetShort, "after-hundred-appends") { probe in
            // An offset that lists what it stands behind grows with every append.
            let stream = try await probe.createStream()
            for _ in 0..<100 { try await stream.write("x") }
            let token = try await stream.tail().token
            try await stream.requireHolds(Payload(String(repeating: "x", count: 100)))
            probe.expect(
                token.utf8.count < Offset.recommendedMaximumLength, "an offset shorter than 256 characters",
                observed: "\(token.utf8.count) characters")
        },

        // An offset is understood in percent-encoded form, since clients encode it.
        Check(.offsetPercentEncodedAccepted) { probe in
            let stream = try await probe.createStream("before ")
            let offset = try await stream.tail()
            try await stream.write("after")
            var request = stream.request(.get)
            request.path += "?offset=" + Self.escapingEveryByte(offset.token)
            try await probe.send(request).expectPermittedStatus().expectStart(of: "after")
        },

        Check(.offsetPercentEncodedAccepted, "lower-case-digits") { probe in
            let stream = try await probe.createStream("before ")
            let offset = try await stream.tail()
            try await stream.write("after")
            var request = stream.request(.get)
            request.path += "?offset=" + Self.escapingEveryByte(offset.token).lowercased()
            try await probe.send(request).expectPermittedStatus().expectStart(of: "after")
            // An offset of digits has no letter in any escape; these have.
            request = stream.request(.get)
            request.path += "?offset=" + Self.escapingEveryByte("-1").lowercased()
            try await probe.send(request).expectPermittedStatus().expectStart(of: "before after")
            request = stream.request(.get)
            request.path += "?offset=" + Self.escapingEveryByte("now").lowercased()
            try await probe.send(request).expectPermittedStatus().expectBody("")
        },

        Check(.offsetPercentEncodedAccepted, "sentinels") { probe in
            let stream = try await probe.createStream("all of it")
            var request = stream.request(.get)
            request.path += "?offset=" + Self.escapingEveryByte("-1")
            try await probe.send(request).expectPermittedStatus().expectStart(of: "all of it")
            request = stream.request(.get)
            request.path += "?offset=" + Self.escapingEveryByte("now")
            try await probe.send(request).expectPermittedStatus().expectBody("")
        },

        // No answer gives `-1` or `now` as an offset.
        Check(.offsetReservedValuesNotGenerated) { probe in
            try await probe.lifeOfAStream { $0.expectNoReservedOffset() }
        },

        Check(.offsetReservedValuesNotGenerated, "empty-stream") { probe in
            let stream = probe.unusedStream()
            try await stream.put().requireSuccess("creating a stream").expectNoReservedOffset()
            try await stream.head().expectNoReservedOffset()
            try await stream.read().expectNoReservedOffset()
            try await stream.read(from: .beginning).expectNoReservedOffset()
            try await stream.read(from: .now).expectNoReservedOffset()
            try await stream.requireTakesAppends()
            try await stream.head().requireAnOffset().expectNoReservedOffset()
        },

        Check(.offsetReservedValuesNotGenerated, "closed-stream", needs: [.closure]) { probe in
            let stream = try await probe.createStream(closed: true)
            try await stream.read(from: .now).expectNoReservedOffset()
            try await stream.close().expectNoReservedOffset()
            try await stream.append("too late").expectNoReservedOffset()
            try await stream.head().requireAnOffset().expectNoReservedOffset()
        },
    ]

    private static func escapingEveryByte(_ token: String) -> String {
        token.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
    }
}

extension Probe {
    /// Shows the answer of every operation that tells an offset, on a stream of text and on one of bytes.
    fileprivate func lifeOfAStream(_ judge: (Reply) -> Void) async throws {
        for type in ["text/plain", "application/octet-stream"] {
            let stream = unusedStream(contentType: type)
            try await judge(stream.put("initial").requireSuccess("creating a stream"))
            try await judge(stream.put())
            for number in 0..<10 { try await judge(stream.write("append \(number)")) }
            try await judge(stream.head())
            try await judge(stream.read().requireBeginning("initial"))
            try await judge(stream.read(from: .now))
            try await judge(stream.read(from: .at(stream.tail())))
        }
    }
}

extension Reply {
    /// Ends the check as inconclusive when there is no offset, right or wrong.
    fileprivate func requireAnOffset() throws -> Reply {
        guard self[.streamNextOffset] != nil else {
            throw Interruption.preconditionUnmet("the answer carries no Stream-Next-Offset")
        }
        return self
    }

    fileprivate func expectOffsetWithoutForbiddenCharacters() {
        guard let token = self[.streamNextOffset] else { return }
        expect(
            !token.utf8.contains { ",&=?/".utf8.contains($0) }, "an offset without , & = ? and /", observed: token)
    }

    fileprivate func expectNoReservedOffset() {
        guard let token = self[.streamNextOffset] else { return }
        expect(token != "-1" && token != "now", "an offset other than -1 and now", observed: token)
    }
}
