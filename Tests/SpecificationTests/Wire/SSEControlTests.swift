import Specification
import Testing

@Suite struct SSEControlTests {
    private static let offset = Offset("123456_789")!

    @Test func writesWhatIsToBeSaid() {
        func text(_ control: SSEControl) -> String { String(decoding: control.encoded, as: UTF8.self) }
        #expect(
            text(SSEControl(streamNextOffset: Self.offset, streamCursor: "abc", upToDate: false))
                == #"{"streamNextOffset":"123456_789","streamCursor":"abc"}"#)
        #expect(
            text(SSEControl(streamNextOffset: Self.offset, streamCursor: nil, upToDate: true, streamClosed: true))
                == #"{"streamNextOffset":"123456_789","upToDate":true,"streamClosed":true}"#)
    }

    @Test func whatIsWrittenIsRead() throws {
        for token in ["0", "a\"b\\c", "é"] {
            for cursor in [nil, "", "1000", "\"\n\u{1F}"] {
                for (upToDate, closed) in [(false, false), (true, false), (false, true), (true, true)] {
                    let control = SSEControl(
                        streamNextOffset: try #require(Offset(token)), streamCursor: cursor, upToDate: upToDate,
                        streamClosed: closed)
                    var output: [UInt8] = []
                    SSEEncoder.appendControl(control, to: &output)
                    var parser = SSEParser()
                    let event = try #require(try parser.consume(output).first)
                    #expect(event.name == SSEEvent.controlName)
                    #expect(try SSEControl(decoding: event.data) == control)
                }
            }
        }
    }

    @Test func toleratesExtensions() throws {
        let payload = #" { "other": [1], "upToDate" : false, "streamNextOffset":"5" } "#
        let control = try SSEControl(decoding: Array(payload.utf8))
        #expect(control == SSEControl(streamNextOffset: try #require(Offset("5")), streamCursor: nil, upToDate: false))
    }

    @Test(
        arguments: [
            ("", .notJSON(JSONSyntaxError(position: 0, reason: .noValue))), ("[]", .notAnObject), ("{}", .noNextOffset),
            (#"{"streamNextOffset":5}"#, .wrongType(member: "streamNextOffset", expected: "a string")),
            (#"{"streamNextOffset":"-1"}"#, .invalidOffset(token: "-1", defect: "is the reserved value '-1'")),
            (#"{"streamNextOffset":""}"#, .invalidOffset(token: "", defect: "is empty")),
            (#"{"streamNextOffset":"1","streamCursor":7}"#, .wrongType(member: "streamCursor", expected: "a string")),
            (#"{"streamNextOffset":"1","upToDate":"true"}"#, .wrongType(member: "upToDate", expected: "true or false")),
            (
                #"{"streamNextOffset":"1","streamClosed":1}"#,
                .wrongType(member: "streamClosed", expected: "true or false")
            ),
        ] as [(String, SSEControl.Malformation)])
    func refuses(payload: String, expected: SSEControl.Malformation) {
        #expect(throws: expected) { try SSEControl(decoding: Array(payload.utf8)) }
        #expect(expected.description.hasPrefix("The ") && expected.description.hasSuffix("."))
    }
}
