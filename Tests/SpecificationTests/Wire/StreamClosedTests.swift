import Specification
import Testing

@Suite struct StreamClosedTests {
    @Test(arguments: ["true", "TRUE", "True", "tRuE"])
    func present(value: String) {
        #expect(StreamClosed.isPresent(value))
    }

    @Test(arguments: [
        nil, "", "false", "yes", "1", "tru", "truee", " true", "true ", "true, true", "\u{14}rue", "TR\u{55}\u{301}",
        "trÜe",
    ])
    func absent(value: String?) {
        #expect(!StreamClosed.isPresent(value))
    }
}
