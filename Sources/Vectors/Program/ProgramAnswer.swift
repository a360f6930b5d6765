import Specification

/// A line from a program, taken apart.
enum ProgramAnswer {
    case answer(id: Int64, VectorAnswer)
    case unsupported(id: Int64)
    case malformed(String)

    init(_ line: [UInt8]) {
        guard let value = try? JSONValue.parse(line) else {
            self = .malformed("not a line of JSON")
            return
        }
        guard let id = value["id"]?.integer else {
            self = .malformed("no object with a number 'id'")
            return
        }
        if let flag = value["unsupported"] {
            self = flag == .bool(true) ? .unsupported(id: id) : .malformed("'unsupported' is not true")
            return
        }
        guard let result = value["result"]?.text else {
            self = .malformed("no text 'result'")
            return
        }
        switch value["output"] {
        case nil, .null: self = .answer(id: id, VectorAnswer(result))
        case let output?:
            guard let members = output.membersByName else {
                self = .malformed("'output' is not an object")
                return
            }
            self = .answer(id: id, VectorAnswer(result, members))
        }
    }
}
