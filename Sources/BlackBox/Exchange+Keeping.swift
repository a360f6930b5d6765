import HTTPMessage

// What a target sends is kept for reports; a hostile one sends more than anybody wants to keep.
extension Exchange {
    /// How much of an exchange is kept.
    public struct Keeping: Sendable {
        /// The bytes of the answer's body.
        public var bodyBytes: Int
        /// The fields of an answer.
        public var fieldCount: Int
        /// The characters of a path, of a field's value and of a phrase.
        public var characters: Int

        /// So much.
        public init(bodyBytes: Int, fieldCount: Int, characters: Int) {
            self.bodyBytes = bodyBytes
            self.fieldCount = fieldCount
            self.characters = characters
        }

        /// All that a report shows of an exchange, and more: 64 KiB of the body, 100 fields, 8192 characters each.
        public static let generous = Keeping(bodyBytes: 64 << 10, fieldCount: 100, characters: 8192)

        /// What it takes to recognise an exchange.
        public static let brief = Keeping(bodyBytes: 256, fieldCount: 20, characters: 200)
    }

    /// The exchange with what is too large to keep cut off.
    public func kept(_ keeping: Keeping) -> Exchange {
        var exchange = self
        exchange.request.path = request.path.cut(to: keeping.characters)
        exchange.request.headerFields = request.headerFields.cut(to: keeping)
        switch outcome {
        case .success(let answer):
            exchange.outcome = .success(answer.kept(keeping))
        case .failure(var failure):
            failure.partial = failure.partial?.kept(keeping)
            exchange.outcome = .failure(failure)
        }
        return exchange
    }

    /// About how many bytes a report spends on the record.
    public var keptByteCount: Int {
        let answer: Answer? =
            switch outcome {
            case .success(let answer): answer
            case .failure(let failure): failure.partial
            }
        let fields = request.headerFields.keptByteCount + (answer?.head.headerFields.keptByteCount ?? 0)
        return 2048 + 2 * request.path.utf8.count + fields + (answer?.body.count ?? 0)
    }
}

extension Exchange.Answer {
    fileprivate func kept(_ keeping: Exchange.Keeping) -> Self {
        var answer = self
        if body.count > keeping.bodyBytes {
            answer.body = Array(body[..<keeping.bodyBytes])
            answer.omittedByteCount += body.count - keeping.bodyBytes
        }
        answer.head.headerFields = head.headerFields.cut(to: keeping)
        answer.omittedFieldCount += head.headerFields.count - answer.head.headerFields.count
        let phrase = head.status.reasonPhrase
        if phrase.utf8.count > keeping.characters {
            answer.head.status = .init(code: head.status.code, reasonPhrase: phrase.cut(to: keeping.characters))
        }
        return answer
    }
}

extension HTTPFields {
    fileprivate var keptByteCount: Int { reduce(0) { $0 + 96 + $1.name.rawName.utf8.count + $1.value.utf8.count } }

    fileprivate func cut(to keeping: Exchange.Keeping) -> HTTPFields {
        let isFine = count <= keeping.fieldCount && allSatisfy { $0.value.utf8.count <= keeping.characters }
        guard !isFine else { return self }
        return HTTPFields(
            prefix(keeping.fieldCount).map { HTTPField(name: $0.name, value: $0.value.cut(to: keeping.characters)) })
    }
}

extension String {
    /// The text, cut behind a number of characters with a mark that says so.
    fileprivate func cut(to limit: Int) -> String {
        guard utf8.count > limit, unicodeScalars.count > limit else { return self }
        var text = String(String.UnicodeScalarView(unicodeScalars.prefix(limit)))
        text += "..."
        return text
    }
}
