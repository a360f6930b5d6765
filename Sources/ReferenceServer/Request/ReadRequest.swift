import HTTPMessage
import Specification

/// What a `GET` asks for (§5.6–§5.8).
struct ReadRequest: Sendable {
    var start = ReadStart.beginning
    var live: LiveMode?
    /// The client's cursor as it was sent; it is for ``Rules/cursor`` to read.
    var cursor: String?
    var ifNoneMatch: String?

    /// Reads the query and the headers of a `GET`. A parameter that is given twice is ambiguous and refused.
    init(
        _ query: RequestTarget.Query, _ fields: HTTPFields, _ rules: borrowing Rules
    ) throws(Refusal) {
        ifNoneMatch = fields[.ifNoneMatch]
        switch query {
        case .none: return
        case .offset(let token): start = try Self.start(token, rules)
        case .other(let query): try read(query, rules)
        }
    }

    private mutating func read(_ query: String, _ rules: borrowing Rules) throws(Refusal) {
        guard let parameters = StreamQuery(query)?.parameters else {
            throw .badRequest("The query has a broken percent-encoding.")
        }
        var (offset, live): (String?, String?)
        for parameter in parameters {
            switch parameter.name {
            case "offset": try Self.set(&offset, parameter)
            case "live": try Self.set(&live, parameter)
            case "cursor": try Self.set(&cursor, parameter)
            default: continue
            }
        }
        if let live {
            guard let mode = LiveMode(rawValue: live) else { throw .badRequest("'live' must be 'long-poll' or 'sse'.") }
            guard offset != nil else { throw .badRequest("A live read must name an offset.") }
            self.live = mode
        }
        if let offset { start = try Self.start(offset, rules) }
    }

    private static func set(_ value: inout String?, _ parameter: StreamQuery.Parameter) throws(Refusal) {
        guard value == nil else { throw .badRequest("The parameter '\(parameter.name)' is given twice.") }
        value = parameter.value
    }

    private static func start(_ token: String, _ rules: borrowing Rules) throws(Refusal) -> ReadStart {
        switch ReadPosition(queryValue: token) {
        case .beginning: return .beginning
        case .now: return .now
        case .at(let offset):
            if let position = rules.position(offset.token) { return .position(position) }
        case nil: break
        }
        throw .badRequest("The offset is not one of this server's.")
    }
}
