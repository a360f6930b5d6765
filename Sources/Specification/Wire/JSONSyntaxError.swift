/// Why bytes are not JSON text that is accepted (§9.1.4; RFC 8259), and where.
public struct JSONSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The index of the byte at which the text stops being acceptable, counted from 0.
    public let position: Int

    /// What is wrong there.
    public let reason: Reason

    /// An error at a byte.
    public init(position: Int, reason: Reason) {
        self.position = position
        self.reason = reason
    }

    /// A sentence for the body of an answer.
    public var description: String { "Invalid JSON at byte \(position): \(reason)." }
}

extension JSONSyntaxError {
    /// What is wrong with JSON text.
    public enum Reason: Sendable, Hashable, CustomStringConvertible {
        /// There is nothing but white space.
        case noValue
        /// The text ends inside a value.
        case unexpectedEnd
        /// A value cannot begin with this byte.
        case notAValue
        /// Neither a comma nor the closing bracket of an array follows an element.
        case arrayNotContinued
        /// Neither a comma nor the closing brace of an object follows a member.
        case objectNotContinued
        /// A member of an object does not begin with a string.
        case keyExpected
        /// No colon follows the name of a member.
        case colonExpected
        /// A number has a leading zero, no digits where some belong, or the like.
        case malformedNumber
        /// A string holds a control character that is not escaped.
        case controlCharacter
        /// A backslash in a string begins no escape of JSON.
        case malformedEscape
        /// A string holds bytes that are not UTF-8.
        case malformedUTF8
        /// Arrays and objects are nested more deeply than this.
        case tooDeep(maximum: Int)
        /// Something follows the value.
        case trailingBytes

        /// The reason in words that complete "Invalid JSON at byte 7: …".
        public var description: String {
            switch self {
            case .noValue: "there is no value"
            case .unexpectedEnd: "the text ends in the middle of a value"
            case .notAValue: "no value begins with this byte"
            case .arrayNotContinued: "a comma or ']' is expected after an element of an array"
            case .objectNotContinued: "a comma or '}' is expected after a member of an object"
            case .keyExpected: "the name of a member must be a string"
            case .colonExpected: "a colon is expected after the name of a member"
            case .malformedNumber: "the number is malformed"
            case .controlCharacter: "a control character in a string must be escaped"
            case .malformedEscape: "the escape in the string is malformed"
            case .malformedUTF8: "the string is not UTF-8"
            case .tooDeep(let maximum): "arrays and objects are nested more than \(maximum) deep"
            case .trailingBytes: "something follows the value"
            }
        }
    }
}
