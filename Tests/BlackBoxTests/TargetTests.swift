import BlackBox
import Testing

struct TargetTests {
    @Test(
        arguments: [
            ("http://127.0.0.1:4437/v1/stream", "http", "127.0.0.1", 4437, "/v1/stream"),
            ("HTTPS://Example.org/", "https", "Example.org", 443, ""), ("http://h", "http", "h", 80, ""),
            ("http://[::1]:8080/a/b//", "http", "[::1]", 8080, "/a/b"), ("http://h:/x", "http", "h", 80, "/x"),
            ("https://[fe80::1]", "https", "[fe80::1]", 443, ""),
        ])
    func baseURLs(_ text: String, _ scheme: String, _ host: String, _ port: Int, _ path: String) throws {
        let base = try BaseURL(text)
        #expect(base.scheme == scheme)
        #expect(base.host == host)
        #expect(base.port == port)
        #expect(base.path == path)
        #expect(try BaseURL(base.description) == base)
    }

    @Test(
        arguments: [
            "", "127.0.0.1:4437", "ftp://h", "http://", "http://:80", "http://h:0", "http://h:65536", "http://h:8x",
            "http://h:-1", "http://u:p@h/", "http://h/?a", "http://h/#a", "http://h/ a", "http://h/\u{E9}",
            "http://[::1",
            "http://[]", "http://[::1]x", "http://h\r\n",
        ])
    func whatIsNoBaseURL(_ text: String) {
        #expect(throws: BaseURL.Invalid.self) { try BaseURL(text) }
    }
}
