import Testing

@testable import tidemark

struct ListenAddressTests {
    @Test(arguments: [("127.0.0.1:4437", "127.0.0.1", 4437), ("[::1]:0", "::1", 0), ("localhost:80", "localhost", 80)])
    func reads(text: String, host: String, port: Int) throws {
        let address = try ListenAddress(parsing: text)
        #expect(address.host == host)
        #expect(address.port == port)
    }

    @Test(arguments: ["4437", ":4437", "::1:4437", "[::1:4437", "[]:1", "h:", "h:x", "h:65536", "h:-1", "[::1]"])
    func refuses(text: String) {
        let error = #expect(throws: UsageError.self) { try ListenAddress(parsing: text) }
        #expect(error?.description.hasPrefix("--listen: '\(text)'") == true)
    }
}
