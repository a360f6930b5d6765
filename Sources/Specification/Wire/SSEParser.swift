/// Turns the bytes of a Server-Sent Events stream into events, in pieces of any size (WHATWG HTML §9.2.5, §9.2.6).
///
/// Lines end with CR LF, LF or CR. A byte order mark at the very beginning, comments and unknown fields are passed
/// over. What is not followed by an empty line when the stream ends is no event.
public struct SSEParser: Sendable {
    /// The number of bytes of one event that are kept unless the caller says otherwise: 64 MiB.
    public static let defaultMaximumEventBytes = 64 << 20

    /// An event that is longer than the parser was told to keep.
    public struct EventTooLong: Error, Sendable, Hashable, CustomStringConvertible {
        /// The limit in bytes.
        public let maximumEventBytes: Int

        /// An error of a parser with this limit.
        public init(maximumEventBytes: Int) {
            self.maximumEventBytes = maximumEventBytes
        }

        /// A sentence for the reader of a report.
        public var description: String { "An SSE event is longer than \(maximumEventBytes) bytes." }
    }

    /// The reconnection time in milliseconds that the last `retry` field set; `nil` where none did.
    public private(set) var reconnectionMilliseconds: Int64?

    /// The number of comment lines seen so far, which servers use to keep connections alive.
    public private(set) var commentCount = 0

    /// The last event id, which a client would send in `Last-Event-ID`.
    public private(set) var lastEventID = ""

    /// Whether bytes have come that are not part of an event yet.
    public var hasUnfinishedEvent: Bool { !line.isEmpty || hasData || !name.isEmpty }

    private let maximumEventBytes: Int
    private var line: [UInt8] = []
    private var isFirstLine = true
    private var endedWithCR = false
    private var name: [UInt8] = []
    private var data: [UInt8] = []
    private var hasData = false
    private var idBuffer: [UInt8] = []

    /// A parser at the beginning of a stream.
    ///
    /// - Parameter maximumEventBytes: The number of bytes of one event that are kept.
    public init(maximumEventBytes: Int = Self.defaultMaximumEventBytes) {
        self.maximumEventBytes = maximumEventBytes
    }

    /// Takes the next bytes of the stream and gives the events they complete.
    ///
    /// - Throws: ``EventTooLong``; the parser is of no use afterwards.
    public mutating func consume(_ bytes: some Collection<UInt8>) throws(EventTooLong) -> [SSEEvent] {
        let outcome = bytes.withBytes { buffer in
            Result { () throws(EventTooLong) in try consume(buffer: buffer) }
        }
        return try outcome.get()
    }

    private mutating func consume(buffer: UnsafeBufferPointer<UInt8>) throws(EventTooLong) -> [SSEEvent] {
        var events: [SSEEvent] = []
        var rest = buffer[...]
        if endedWithCR, let first = rest.first {
            endedWithCR = false
            if first == Self.lineFeed { rest = rest.dropFirst() }
        }
        while let end = rest.firstIndex(where: { $0 == Self.lineFeed || $0 == Self.carriageReturn }) {
            line.append(contentsOf: rest[..<end])
            try finishLine(into: &events)
            let wasCR = rest[end] == Self.carriageReturn
            rest = rest[end...].dropFirst()
            guard wasCR else { continue }
            if let first = rest.first {
                if first == Self.lineFeed { rest = rest.dropFirst() }
            } else {
                endedWithCR = true
            }
        }
        line.append(contentsOf: rest)
        try checkLength()
        return events
    }

    private mutating func checkLength() throws(EventTooLong) {
        if line.count + data.count > maximumEventBytes {
            throw EventTooLong(maximumEventBytes: maximumEventBytes)
        }
    }

    private mutating func finishLine(into events: inout [SSEEvent]) throws(EventTooLong) {
        try checkLength()
        var content = line[...]
        if isFirstLine {
            isFirstLine = false
            if content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
        }
        if content.isEmpty {
            dispatch(into: &events)
        } else if content.first == Self.colon {
            commentCount += 1
        } else {
            let colon = content.firstIndex(of: Self.colon) ?? content.endIndex
            var value = content[colon...].dropFirst()
            if value.first == Self.space { value = value.dropFirst() }
            processField(content[..<colon], value)
        }
        line.removeAll(keepingCapacity: true)
    }

    private mutating func processField(_ field: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
        if field.elementsEqual("data".utf8) {
            if hasData { data.append(Self.lineFeed) }
            hasData = true
            data.append(contentsOf: value)
        } else if field.elementsEqual("event".utf8) {
            name = Array(value)
        } else if field.elementsEqual("id".utf8) {
            if !value.contains(0) { idBuffer = Array(value) }
        } else if field.elementsEqual("retry".utf8) {
            let digits = String(decoding: value, as: UTF8.self)
            if let time = StrictDecimal.parse(digits, leadingZeros: true) { reconnectionMilliseconds = time }
        }
    }

    private mutating func dispatch(into events: inout [SSEEvent]) {
        lastEventID = String(decoding: idBuffer, as: UTF8.self)
        if hasData {
            let name = name.isEmpty ? "message" : String(decoding: name, as: UTF8.self)
            events.append(SSEEvent(name: name, data: data, id: lastEventID))
        }
        name = []
        data = []
        hasData = false
    }

    private static let lineFeed: UInt8 = 0x0A
    private static let carriageReturn: UInt8 = 0x0D
    private static let colon = UInt8(ascii: ":")
    private static let space: UInt8 = 0x20
}
