import HTTPMessage

extension OutgoingRequest {
    /// Why this request cannot be put on the wire as described, or `nil` when it can.
    ///
    /// libcurl and a service in this process would send line breaks inside values, or frame the body twice; requests
    /// that are meant to be broken go through ``RawTransport``.
    var obstacle: String? {
        if let obstacle = pathObstacle { return obstacle }
        for field in headerFields {
            guard HTTPField.Name.isToken(field.name.rawName) else {
                return "'\(field.name.rawName.escapedForMessage)' is not the name of a header field"
            }
            guard HTTPField.isValidValue(field.value) else {
                return "the value of \(field.name) cannot be sent: '\(field.value.escapedForMessage)' holds a control "
                    + "character, a character above U+00FF or surrounding white space"
            }
            if field.name == .contentLength || field.name == .transferEncoding {
                return "\(field.name) is written by the transport; only a raw request can bring its own"
            }
        }
        if body != nil, method == .head {
            return "a HEAD request with a body can only be sent raw"
        }
        if body == nil, isChunked {
            return "a request without a body cannot be sent in chunks"
        }
        return nil
    }

    private var pathObstacle: String? {
        guard path.hasPrefix("/") || (path == "*" && method == .options) else {
            return "the path '\(path.escapedForMessage)' does not begin with '/'"
        }
        guard path.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F && $0.value <= 0xFF }) else {
            return "the path '\(path.escapedForMessage)' holds a space, a control character or a character above U+00FF"
        }
        return nil
    }

    /// The exchange of a request that was never sent.
    func unsent(_ reason: String, start: ContinuousClock.Instant = .now) -> Exchange {
        Exchange(
            request: self, outcome: .failure(TransportFailure(.unsendable, reason)),
            timings: Exchange.Timings(start: start)
        )
    }
}

extension String {
    /// The string with control characters spelled out, so that it can stand in a sentence on a terminal.
    var escapedForMessage: String {
        var text = ""
        for scalar in unicodeScalars.prefix(120) {
            if scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value) {
                text += "\\u{\(String(scalar.value, radix: 16))}"
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        return unicodeScalars.count > 120 ? text + "..." : text
    }

    /// The ISO-8859-1 bytes of a field value or a path; a scalar above U+00FF, which validation refuses, becomes `?`.
    var latin1Bytes: [UInt8] {
        unicodeScalars.map { $0.value <= 0xFF ? UInt8($0.value) : UInt8(ascii: "?") }
    }

    /// A string with one scalar for each byte.
    init(latin1 bytes: some Collection<UInt8>) {
        if bytes.allSatisfy({ $0 < 0x80 }) {
            self = String(decoding: bytes, as: UTF8.self)
        } else {
            var scalars = String.UnicodeScalarView()
            for byte in bytes { scalars.append(Unicode.Scalar(byte)) }
            self = String(scalars)
        }
    }
}
