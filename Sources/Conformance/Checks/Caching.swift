import HTTPMessage
import Specification

// §10.1 Caching and collapsing of catch-up and long-poll reads

extension Check {
    static let caching: [Check] = cachingTags + cachingRevalidation + cachingClosure + cachingCursors

    // MARK: Cache-Control and entity tags

    private static let cachingTags: [Check] = [
        // A catch-up read with data says in `Cache-Control` how long it may be cached: `public` for shared streams,
        // `private` for personal ones, or `no-store` for confidential ones.
        Check(.cacheControlOnData) { probe in
            let stream = try await probe.createStream("data")
            try await stream.requireHolds("data").expectCacheControl()
        },

        Check(.cacheControlOnData, "from-the-middle") { probe in
            let stream = try await probe.createStream("before ")
            let offset = try await stream.tail()
            try await stream.write("after")
            try await stream.read(from: .at(offset)).requireStart(of: "after").expectCacheControl()
        },

        // A catch-up read carries an `ETag`, unless it is one from `now`.
        Check(.cacheEtagPresent) { probe in
            let stream = try await probe.createStream("data")
            try await stream.requireHolds("data").expectPresent(.eTag)
        },

        Check(.cacheEtagPresent, "offset-omitted") { probe in
            let stream = try await probe.createStream("data")
            try await stream.read().requireStart(of: "data").expectPresent(.eTag)
        },

        Check(.cacheEtagPresent, "at-the-tail") { probe in
            let stream = try await probe.createStream("data")
            try await stream.requireHolds("data")
            try await stream.read(from: .at(stream.tail())).expectPresent(.eTag)
        },

        Check(.cacheEtagPresent, "empty-stream") { probe in
            let stream = try await probe.createStream()
            try await stream.read(from: .beginning).expectPresent(.eTag)
            try await stream.requireTakesAppends()
        },

        Check(.cacheEtagPresent, "json", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream("[1,2]")
            try await stream.read(from: .beginning).requireMessages("1", "2").expectPresent(.eTag)
        },

        Check(.cacheEtagPresent, "closed-stream", needs: [.closure]) { probe in
            let stream = try await probe.createStream("data", closed: true)
            try await stream.requireHolds("data").expectPresent(.eTag)
            try await stream.read(from: .at(stream.tail())).expectPresent(.eTag)
        },

        // An `ETag` has the form that HTTP gives it: a quoted string, perhaps marked as weak.
        Check(.cacheEtagQuoted) { probe in
            let stream = try await probe.createStream("data")
            try await stream.requireHolds("data").expectWellFormedTag()
        },

        Check(.cacheEtagQuoted, "closed-stream", needs: [.closure]) { probe in
            let stream = try await probe.createStream("data", closed: true)
            try await stream.requireHolds("data").expectWellFormedTag()
            try await stream.read(from: .at(stream.tail())).expectWellFormedTag()
        },

        // Answers with different ranges of a stream have different entity tags.
        Check(.cacheEtagPerRange) { probe in
            let stream = try await probe.createStream("same")
            let offset = try await stream.tail()
            try await stream.write("same")
            let whole = try await stream.read(from: .beginning).requireTag()
            let rest = try await stream.read(from: .at(offset)).requireTag()
            probe.expect(whole != rest, "different entity tags", observed: whole)
        },

        Check(.cacheEtagPerRange, "data-and-tail") { probe in
            let stream = try await probe.createStream("data")
            let whole = try await stream.read(from: .beginning).requireTag()
            let nothing = try await stream.read(from: .at(stream.tail())).requireTag()
            probe.expect(whole != nothing, "different entity tags", observed: whole)
        },

        // When data is appended, the entity tag of a read that now returns more changes.
        Check(.cacheEtagChangesWithData) { probe in
            let stream = try await probe.createStream("some data")
            let before = try await stream.read(from: .beginning)
            try await stream.write(", and more")
            let after = try await stream.read(from: .beginning)
            guard before.body != after.body else { throw probe.notApplicable(cutShort) }
            try after.expectOtherTag(than: before.requireTag())
        },

        Check(.cacheEtagChangesWithData, "at-the-tail") { probe in
            let stream = try await probe.createStream("some data")
            let tail = try await stream.tail()
            let before = try await stream.read(from: .at(tail))
            try await stream.write(", and more")
            try await stream.read(from: .at(tail)).expectOtherTag(than: before.requireTag())
        },

        Check(.cacheEtagChangesWithData, "ten-times") { probe in
            let stream = try await probe.createStream("0")
            var reads = [try await stream.read(from: .beginning)]
            for number in 1...10 {
                try await stream.write("\(number)")
                reads.append(try await stream.read(from: .beginning))
            }
            let tags = Set(try reads.map { try $0.requireTag() })
            guard Set(reads.map(\.body)).count == reads.count else { throw probe.notApplicable(cutShort) }
            probe.expect(tags.count == reads.count, "11 different entity tags", observed: "\(tags.sorted())")
        },
    ]

    // MARK: If-None-Match

    private static let cachingRevalidation: [Check] = [
        // The entity tags of a stream are its own: those of a deleted stream match nothing in a new one at the same
        // URL.
        Check(.cacheEtagPerStream) { probe in
            let stream = try await probe.createStream("the old one")
            let tag = try await stream.read(from: .beginning).requireTag()
            try await stream.delete().requireSuccess("DELETE")
            guard try await stream.put("the new one").isSuccess else {
                throw probe.notApplicable("a deleted stream cannot be created again")
            }
            let reply = try await stream.read(from: .beginning, fields: [.ifNoneMatch: tag])
            reply.expectPermittedStatus().expectStart(of: "the new one")
        },

        // A repeated read with `If-None-Match` and the current entity tag is answered without the data.
        Check(.cacheNotModified) { probe in
            let stream = try await probe.createStream("data")
            let tag = try await stream.read(from: .beginning).requireTag()
            try await stream.read(from: .beginning, fields: [.ifNoneMatch: tag]).expectPermittedStatus()
        },

        Check(.cacheNotModified, "from-the-middle") { probe in
            let stream = try await probe.createStream("before ")
            let offset = try await stream.tail()
            try await stream.write("after")
            let tag = try await stream.read(from: .at(offset)).requireTag()
            try await stream.read(from: .at(offset), fields: [.ifNoneMatch: tag]).expectPermittedStatus()
        },

        Check(.cacheNotModified, "at-the-tail") { probe in
            let stream = try await probe.createStream("data")
            let tail = try await stream.tail()
            let tag = try await stream.read(from: .at(tail)).requireTag()
            try await stream.read(from: .at(tail), fields: [.ifNoneMatch: tag]).expectPermittedStatus()
        },

        Check(.cacheNotModified, "json", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream("[1,2]")
            let tag = try await stream.read(from: .beginning).requireTag()
            try await stream.read(from: .beginning, fields: [.ifNoneMatch: tag]).expectPermittedStatus()
        },

        Check(.cacheNotModified, "closed-stream", needs: [.closure]) { probe in
            let stream = try await probe.createStream("data", closed: true)
            let tag = try await stream.read(from: .beginning).requireTag()
            try await stream.read(from: .beginning, fields: [.ifNoneMatch: tag]).expectPermittedStatus()
        },

        Check(.cacheNotModified, "again-and-over-fresh-connections") { probe in
            let stream = try await probe.createStream("data")
            let tag = try await stream.read(from: .beginning).requireTag()
            for _ in 0..<3 {
                let reply = try await stream.read(
                    from: .beginning, fields: [.ifNoneMatch: tag], freshConnection: true)
                reply.expectPermittedStatus()
            }
        },

        // The answer to such a read has no body.
        Check(.cacheNotModifiedNoBody) { probe in
            let stream = try await probe.createStream("data")
            let tag = try await stream.read(from: .beginning).requireTag()
            let reply = try await stream.read(from: .beginning, fields: [.ifNoneMatch: tag])
            reply.expectPermittedStatus().expectBody("")
            // A body that the client does not expect would be taken for the next answer.
            try await stream.read(from: .beginning).expectStart(of: "data")
        },

        Check(.cacheNotModifiedNoBody, "json", needs: [.json]) { probe in
            let stream = try await probe.createJSONStream("[[1,2]]")
            let tag = try await stream.read(from: .beginning).requireTag()
            let reply = try await stream.read(from: .beginning, fields: [.ifNoneMatch: tag])
            reply.expectPermittedStatus().expectBody("")
            try await stream.read(from: .beginning).expectJSON("[[1,2]]")
        },

        // A read with `If-None-Match` and another entity tag is answered in full.
        Check(.cacheOtherEtagFullAnswer) { probe in
            let stream = try await probe.createStream("data")
            let reply = try await stream.read(from: .beginning, fields: [.ifNoneMatch: #""tidemark""#])
            reply.expectPermittedStatus().expectStart(of: "data")
        },

        Check(.cacheOtherEtagFullAnswer, "from-before-an-append") { probe in
            let stream = try await probe.createStream("data")
            let before = try await stream.read(from: .beginning)
            try await stream.write(", and more")
            let after = try await stream.read(from: .beginning)
            guard before.body != after.body else { throw probe.notApplicable(cutShort) }
            let reply = try await stream.read(from: .beginning, fields: [.ifNoneMatch: before.requireTag()])
            reply.expectPermittedStatus()
            // In full, or in a part that is followed by the rest.
            let rest = try await stream.contents(from: .at(reply.requireNextOffset())).bytes
            reply.expect(
                reply.body + rest == Array("data, and more".utf8), "'data, and more', at once or by reading on",
                observed: Payload(reply.body + rest).shown)
        },

        Check(.cacheOtherEtagFullAnswer, "of-the-tail-that-was") { probe in
            let stream = try await probe.createStream("data")
            let tail = try await stream.tail()
            let tag = try await stream.read(from: .at(tail)).requireTag()
            try await stream.write("news")
            let reply = try await stream.read(from: .at(tail), fields: [.ifNoneMatch: tag])
            reply.expectPermittedStatus().expectStart(of: "news")
        },

        Check(.cacheOtherEtagFullAnswer, "of-another-range") { probe in
            let stream = try await probe.createStream("same")
            let offset = try await stream.tail()
            try await stream.write("same")
            let tag = try await stream.read(from: .at(offset)).requireTag()
            let current = try await stream.read(from: .beginning).requireTag()
            guard tag != current else { throw probe.notApplicable("both ranges have the same entity tag") }
            let reply = try await stream.read(from: .beginning, fields: [.ifNoneMatch: tag])
            reply.expectPermittedStatus().expectStart(of: "samesame")
        },

        Check(.cacheOtherEtagFullAnswer, "that-contains-the-current-one") { probe in
            let stream = try await probe.createStream("data")
            let tag = try await stream.read(from: .beginning).requireTag()
            guard let longer = EntityTag(tag).flatMap({ EntityTag(opaque: $0.opaque + "x", isWeak: $0.isWeak) }) else {
                throw probe.notApplicable("the entity tag is not well-formed")
            }
            let reply = try await stream.read(from: .beginning, fields: [.ifNoneMatch: longer.description])
            reply.expectPermittedStatus().expectStart(of: "data")
        },

        // `If-None-Match` may list several entity tags, as HTTP defines it: one that matches is enough.
        Check(.cacheIfNoneMatchList) { probe in
            let stream = try await probe.createStream("data")
            let tag = try await stream.read(from: .beginning).requireTag()
            let list = #""tidemark", \#(tag), "another""#
            try await stream.read(from: .beginning, fields: [.ifNoneMatch: list]).expectPermittedStatus()
        },

        Check(.cacheIfNoneMatchList, "last-of-the-list") { probe in
            let stream = try await probe.createStream("data")
            let tag = try await stream.read(from: .beginning).requireTag()
            let list = #"W/"tidemark","another",\#(tag)"#
            try await stream.read(from: .beginning, fields: [.ifNoneMatch: list]).expectPermittedStatus()
        },

        Check(.cacheIfNoneMatchList, "marked-as-weak") { probe in
            let stream = try await probe.createStream("data")
            let tag = try await stream.read(from: .beginning).requireTag()
            let weak = tag.hasPrefix("W/") ? tag : "W/" + tag
            let fields: HTTPFields = [.ifNoneMatch: #""tidemark", \#(weak)"#]
            try await stream.read(from: .beginning, fields: fields).expectPermittedStatus()
        },

        // `If-None-Match: *` matches every answer, as HTTP defines it.
        Check(.cacheIfNoneMatchAny) { probe in
            let stream = try await probe.createStream("data")
            try await stream.read(from: .beginning, fields: [.ifNoneMatch: "*"]).expectPermittedStatus()
        },
    ]

    // MARK: Closure

    private static let cachingClosure: [Check] = [
        // Closing a stream without new data changes the entity tag of a read that reaches its end.
        Check(.cacheEtagVariesWithClosure, needs: [.closure]) { probe in
            // A single byte is never cut, so that the read reaches the end.
            let stream = try await probe.createStream("d")
            let tag = try await stream.read(from: .beginning).requireTag()
            try await stream.writeClosed()
            try await stream.read(from: .beginning).expectOtherTag(than: tag)
        },

        Check(.cacheEtagVariesWithClosure, "at-the-tail", needs: [.closure]) { probe in
            let stream = try await probe.createStream("data")
            let tail = try await stream.tail()
            let tag = try await stream.read(from: .at(tail)).requireTag()
            try await stream.writeClosed()
            try await stream.read(from: .at(tail)).expectOtherTag(than: tag)
        },

        Check(.cacheEtagVariesWithClosure, "empty-stream", needs: [.closure]) { probe in
            let stream = try await probe.createStream()
            let tag = try await stream.read(from: .beginning).requireTag()
            try await stream.writeClosed()
            try await stream.read(from: .beginning).expectOtherTag(than: tag)
        },

        // A read with the entity tag from before the closure is answered in full and carries `Stream-Closed: true`.
        Check(.cacheClosureNotHidden, needs: [.closure]) { probe in
            let stream = try await probe.createStream("d")
            let tag = try await stream.read(from: .beginning).requireTag()
            try await stream.writeClosed()
            let reply = try await stream.read(from: .beginning, fields: [.ifNoneMatch: tag])
            reply.expectPermittedStatus().expectClosed().expectBody("d")
        },

        Check(.cacheClosureNotHidden, "at-the-tail", needs: [.closure]) { probe in
            let stream = try await probe.createStream("data")
            let tail = try await stream.tail()
            let tag = try await stream.read(from: .at(tail)).requireTag()
            try await stream.writeClosed()
            let reply = try await stream.read(from: .at(tail), fields: [.ifNoneMatch: tag])
            reply.expectPermittedStatus().expectClosed()
        },

        Check(.cacheClosureNotHidden, "closed-by-an-append", needs: [.closure]) { probe in
            let stream = try await probe.createStream("nearly ")
            let tag = try await stream.read(from: .beginning).requireTag()
            let tail = try await stream.writeClosed("the end").requireNextOffset()
            guard try await stream.read(from: .beginning).nextOffset == tail else {
                throw probe.notApplicable(cutShort)
            }
            let reply = try await stream.read(from: .beginning, fields: [.ifNoneMatch: tag])
            reply.expectPermittedStatus().expectClosed().expectBody("nearly the end")
        },
    ]
}

/// Why a story about a read that grows is not told.
private let cutShort = "the server returns too little in one read for it to grow with the stream"

extension Reply {
    /// The entity tag as it came; without one the check ends as inconclusive.
    fileprivate func requireTag() throws -> String {
        guard let tag = try requireSuccess("reading")[.eTag] else {
            throw Interruption.preconditionUnmet("a read carries no ETag")
        }
        return tag
    }

    fileprivate func expectOtherTag(than tag: String) {
        expect(self[.eTag] != tag, "an ETag other than \(tag)", observed: "the same")
    }

    /// Expects the entity tag to have the form of one; without one the check is skipped.
    fileprivate func expectWellFormedTag() throws {
        guard let tag = self[.eTag] else { throw Interruption.notApplicable("reads carry no ETag") }
        expect(EntityTag(tag) != nil, "an ETag in quotation marks", observed: "ETag: \(tag)")
    }

    fileprivate func expectCacheControl() {
        let directives = self[.cacheControl]?.lowercased() ?? ""
        expect(
            ["public", "private", "no-store"].contains { directives.contains($0) },
            "Cache-Control with public, private or no-store",
            observed: self[.cacheControl].map { "Cache-Control: \($0)" } ?? "no Cache-Control")
    }
}
