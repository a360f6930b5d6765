/// Where `tidemark serve` listens: `127.0.0.1:4437`, `[::1]:0`, `localhost:4437`.
struct ListenAddress: Sendable, Hashable {
    /// The address or name, an IPv6 address without its brackets.
    let host: String
    /// The port; 0 for any free one.
    let port: Int

    /// The address unless another is given.
    static let standard = ListenAddress(host: "127.0.0.1", port: 4437)

    private init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `HOST:PORT`, an IPv6 address in brackets.
    ///
    /// - Throws: ``UsageError`` that says what to change.
    init(parsing text: String, for option: String = "--listen") throws(UsageError) {
        func invalid(_ why: String) -> UsageError {
            UsageError("\(option): '\(text)' is not HOST:PORT: \(why), as in 127.0.0.1:4437 or [::1]:0")
        }
        guard let colon = text.lastIndex(of: ":") else { throw invalid("the port is missing") }
        var host = text[..<colon]
        if host.hasPrefix("[") {
            guard host.hasSuffix("]"), host.count > 2 else { throw invalid("the bracket of the address is open") }
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw invalid("an IPv6 address stands in brackets")
        }
        guard !host.isEmpty else { throw invalid("the host is missing") }
        let digits = text[text.index(after: colon)...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let port = Int(digits), (0...65535).contains(port)
        else { throw invalid("the port is a number from 0 (any free one) to 65535") }
        self.init(host: String(host), port: port)
    }
}
