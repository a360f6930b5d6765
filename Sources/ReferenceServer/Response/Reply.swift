import HTTPMessage

/// A whole response.
struct Reply: Sendable {
    var response: HTTPResponse
    var body: [UInt8] = []

    /// The fields of §12.7 that every response has.
    private static let nosniff = HTTPField(name: .xContentTypeOptions, value: "nosniff")
    private static let crossOrigin = HTTPField(name: .crossOriginResourcePolicy, value: "cross-origin")

    /// A response with the fields of every response.
    init(_ status: HTTPResponse.Status) {
        var fields = HTTPFields()
        fields.reserveCapacity(12)
        fields.append(Self.nosniff)
        fields.append(Self.crossOrigin)
        response = HTTPResponse(status: status, headerFields: fields)
    }

    /// A refusal with a sentence that says why; it is never kept by caches.
    init(refusing status: HTTPResponse.Status, _ sentence: String) {
        self.init(status)
        add(.cacheControl, "no-store")
        add(.contentType, "text/plain; charset=utf-8")
        body = Array(sentence.utf8)
    }

    mutating func add(_ name: HTTPField.Name, _ value: String) {
        response.headerFields.append(HTTPField(name: name, value: value))
    }

    private static let closed = HTTPField(name: .streamClosed, value: "true")
    private static let upToDate = HTTPField(name: .streamUpToDate, value: "true")

    /// `Stream-Closed: true`
    mutating func addClosed() { response.headerFields.append(Self.closed) }

    /// `Stream-Up-To-Date: true`
    mutating func addUpToDate() { response.headerFields.append(Self.upToDate) }
}

/// A request that is refused before anything is looked up, or while it is.
struct Refusal: Error {
    var status: HTTPResponse.Status
    var sentence: String

    init(_ status: HTTPResponse.Status, _ sentence: String) {
        self.status = status
        self.sentence = sentence
    }

    /// 400
    static func badRequest(_ sentence: String) -> Refusal { Refusal(.badRequest, sentence) }

    var reply: Reply { Reply(refusing: status, sentence) }
}
