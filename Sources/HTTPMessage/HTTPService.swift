/// Something that answers requests, whether they come from a socket or from the same process.
public protocol HTTPService: Sendable {
    /// Takes a request with its whole body and answers it through the writer, at once or later.
    ///
    /// Called on the thread that read the request, so it must not block. `writer` may be kept and used from any
    /// thread; it must be answered exactly once.
    func serve(_ request: HTTPRequest, body: [UInt8], to writer: any HTTPResponseWriter)
}

/// Where the answer to one request goes.
///
/// Either ``respond(_:body:)`` once, or ``begin(_:)``, any number of ``send(_:)``, then ``finish()``. A writer whose
/// client has left ignores what it is given.
public protocol HTTPResponseWriter: AnyObject, Sendable {
    /// Answers with a whole response. The writer adds the framing fields (`Content-Length`).
    func respond(_ response: HTTPResponse, body: [UInt8])

    /// Starts a response whose body follows piece by piece.
    func begin(_ response: HTTPResponse)

    /// Adds bytes to a response that was begun.
    func send(_ bytes: [UInt8])

    /// Ends a response that was begun, so that the client sees it is whole.
    func finish()

    /// Runs once when the client leaves before the response is finished; at once when it has already left.
    func onDisconnect(_ action: @escaping @Sendable () -> Void)

    /// How many bytes of this response wait to be taken by the client.
    var bufferedByteCount: Int { get }

    /// Runs once when ``bufferedByteCount`` is back to zero; at once when it is zero now.
    func onDrain(_ action: @escaping @Sendable () -> Void)
}
