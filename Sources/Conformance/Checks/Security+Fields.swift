import BlackBox
import HTTPMessage
import Specification

// §12.2 Multi-tenant Safety: requests that try to write header fields into answers.

extension Check {
    static let securityFields: [Check] = securityInURLs + securityInFields

    private static let forged = "X-Injected"

    /// Spellings of a line break that some decoder turns into one.
    private static let lineBreaks: [(name: String, bytes: String)] = [
        ("line-break", "%0d%0a"), ("line-feed", "%0a"), ("carriage-return", "%0d"),
        ("nul", "%00"), ("wide-characters", "%c4%8d%c4%8a"), ("encoded-twice", "%250d%250a"),
    ]

    private static let securityInURLs: [Check] =
        // Line breaks in a URL never begin another header field of an answer.
        lineBreaks.map { name, bytes in
            Check(.securityNoFieldInjection, "\(name)-in-the-path") { probe in
                // The URL comes back in `Location`, when a stream is made there.
                let stream = probe.unusedStream().neighbour("\(bytes)\(forged):%20yes")
                try await probe.requireKeepsStreams()
                try await stream.put("some words").expectNotForged()
                try await stream.read().expectNotForged()
            }
        }
        + lineBreaks.map { name, bytes in
            Check(.securityNoFieldInjection, "\(name)-in-the-query") { probe in
                let stream = try await probe.createStream("some words")
                try await stream.requireHolds("some words")
                for parameter in ["offset", "cursor", "live", "x"] {
                    let path = stream.path + "?\(parameter)=1\(bytes)\(forged):%20yes"
                    try await probe.send(probe.request(.get, path: path)).expectNotForged()
                }
            }
        } + [
            Check(.securityNoFieldInjection, "line-break-in-the-cursor", needs: [.longPoll]) { probe in
                let stream = try await probe.createStream("some words")
                try await stream.requireHolds("some words")
                for (_, bytes) in lineBreaks {
                    let path = stream.path + "?offset=-1&live=long-poll&cursor=1\(bytes)\(forged):%20yes"
                    try await probe.send(probe.request(.get, path: path)).expectNotForged()
                }
            }
        ]

    /// What may stand between the words of a value, and be taken for the end of a line by whoever reads it next.
    private static let separators: [(name: String, bytes: String)] = [
        ("carriage-return", "\r"), ("nul", "\u{00}"), ("folded-line", "\r\n "), ("vertical-tab", "\u{0B}"),
        ("next-line", "\u{85}"),
    ]

    private static let securityInFields: [Check] =
        // Line breaks in the value of a request's header field never begin another header field of an answer.
        separators.map { name, bytes in
            Check(.securityNoFieldInjection, "\(name)-in-the-content-type") { probe in
                // The content type comes back whenever the stream is read.
                let stream = probe.unusedStream(contentType: "text/plain;a=b\(bytes)\(forged): yes")
                let created = try await probe.sendRaw(stream.rawPut("some words"))
                probe.expectNotForged(created)
                let read = try await probe.sendRaw(probe.request(.get, path: stream.path))
                probe.expectNotForged(read)
            }
        } + [
            Check(.securityNoFieldInjection, "carriage-return-in-the-host") { probe in
                // `Host` comes back in `Location`.
                let stream = probe.unusedStream()
                var request = stream.rawPut("some words")
                request.headerFields[.host] = probe.context.target.base.authority + "\r\(forged): yes"
                probe.expectNotForged(try await probe.sendRaw(request))
            },

            Check(.securityNoFieldInjection, "carriage-return-in-the-producer", needs: [.producers]) { probe in
                let stream = try await probe.createStream()
                var request = stream.request(.post, fields: [.contentType: "text/plain"], body: "some words")
                for field in Producer("writer\r\(forged): yes", seq: 0).fields { request.headerFields.append(field) }
                probe.expectNotForged(try await probe.sendRaw(request))
            },
        ]
}

extension ProbedStream {
    /// A PUT that is not looked at before it is sent; the stream it makes is removed afterwards.
    fileprivate func rawPut(_ body: Payload) -> OutgoingRequest {
        probe.removeAfterwards(self)
        return request(.put, fields: [.contentType: contentType], body: body)
    }
}

extension Reply {
    /// Expects no field that the request smuggled in.
    fileprivate func expectNotForged() {
        let fields = answer.head.headerFields.filter { $0.name.canonicalName == "x-injected" }
        expect(
            fields.isEmpty, "no field that the request made up", observed: "X-Injected: \(fields.first?.value ?? "")")
    }
}

extension Probe {
    /// Expects no line of an answer's head that some reader takes for a field that the request smuggled in.
    fileprivate func expectNotForged(_ raw: RawReply) {
        expect(
            !raw.hasLine(beginning: "X-Injected"), "no line that the request made up", observed: "X-Injected: yes",
            in: raw.reply)
    }
}
