import CCurl
import Glibc
import HTTPMessage

extension CurlTransfer {
    /// Host and port, as sentences name them.
    var place: String { "\(target.base.host):\(target.base.port)" }

    /// The sentence for a limit that passed.
    func timeout(_ kind: TransportFailure.Kind) -> TransportFailure {
        let limits = request.timeouts
        let message: String
        switch kind {
        case .connectTimeout: message = "no connection to \(place) within \(limits.connect.spoken)"
        case .firstByteTimeout:
            message = "\(place) took the request and did not begin to answer within \(limits.firstByte.spoken)"
        case .idleTimeout: message = "the answer of \(place) stopped arriving for \(limits.idle.spoken)"
        default: message = "the exchange with \(place) was not over after \(limits.total.spoken)"
        }
        return TransportFailure(kind, message)
    }

    /// Why a transfer that libcurl ended has no whole answer, or `nil` when it has.
    func failure(for code: CURLcode) -> TransportFailure? {
        if let refusal {
            // libcurl asks again by itself after 417; the answer is already here.
            return code == CURLE_ABORTED_BY_CALLBACK && collector.head != nil ? nil : refusal
        }
        guard code != CURLE_OK else {
            if collector.head != nil { return nil }
            let part = collector.isEmpty ? "before an answer came" : "in the middle of the header block"
            return TransportFailure(.closedEarly, "\(place) closed the connection \(part)")
        }
        // A server may answer before it has read the request and then refuse the rest: that breaks the sending only.
        if isWhole { return nil }
        let detail = detail(of: code)
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            return TransportFailure(.unresolved, "the name '\(target.base.host)' does not resolve")
        case CURLE_COULDNT_CONNECT:
            return unreachable(detail)
        case CURLE_SSL_CACERT_BADFILE:
            let file = target.tls.certificateAuthorityFile ?? "the system's store"
            return TransportFailure(.tls, "the certificates to trust cannot be read from '\(file)'")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED,
            CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
            return TransportFailure(.tls, "the connection to \(place) could not be secured: \(detail)")
        case CURLE_OPERATION_TIMEDOUT:
            return timeout(stage == .connecting ? .connectTimeout : .totalTimeout)
        case CURLE_GOT_NOTHING:
            return TransportFailure(.closedEarly, "\(place) closed the connection without an answer")
        case CURLE_PARTIAL_FILE:
            return TransportFailure(
                .closedEarly, "\(place) closed the connection in the middle of the body: \(detail)")
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_HTTP2:
            return TransportFailure(.malformed, "what \(place) answers is not HTTP: \(detail)")
        case CURLE_RECV_ERROR where detail.contains("chunked-encoding"):
            return TransportFailure(.malformed, "the body from \(place) is not framed as HTTP: \(detail)")
        case CURLE_OUT_OF_MEMORY where stage == .receiving || stage == .awaitingAnswer:
            return TransportFailure(.malformed, "\(place) answers with a header line too long to read")
        case CURLE_BAD_FUNCTION_ARGUMENT where stage != .connecting:
            // libcurl's own store of header fields refuses a line.
            return TransportFailure(.malformed, "what \(place) answers is not HTTP: a header line has no name")
        case CURLE_URL_MALFORMAT, CURLE_UNKNOWN_OPTION, CURLE_NOT_BUILT_IN, CURLE_BAD_FUNCTION_ARGUMENT,
            CURLE_FAILED_INIT:
            return TransportFailure(.unsendable, "libcurl does not send this request: \(detail)")
        default:
            return stage == .connecting
                ? unreachable(detail)
                : TransportFailure(.closedEarly, "the connection to \(place) broke: \(detail)")
        }
    }

    /// Whether the head and as much of a body as it announces have come.
    private var isWhole: Bool {
        guard let head = collector.head else { return false }
        if request.method == .head || head.status == .noContent || head.status == .notModified { return true }
        guard let length = head.headerFields[.contentLength].flatMap({ Int($0) }) else { return false }
        return length == bodyByteCount
    }

    private func unreachable(_ detail: String) -> TransportFailure {
        var number = 0
        _ = tidemark_getinfo_long(easy, CURLINFO_OS_ERRNO, &number)
        if number == Int(ECONNREFUSED) {
            return TransportFailure(.unreachable, "nobody listens at \(place) (connection refused)")
        }
        let reason = number == 0 ? detail : String(cString: strerror(Int32(number)))
        return TransportFailure(.unreachable, "\(place) cannot be reached: \(reason)")
    }

    private func detail(of code: CURLcode) -> String {
        let text = String(cString: errorText)
        return (text.isEmpty ? String(cString: curl_easy_strerror(code)) : text).escapedForMessage
    }
}

extension Duration {
    /// The duration in seconds as a sentence has it: `10 s`, `0.25 s`.
    var spoken: String {
        let (seconds, attoseconds) = components
        let milliseconds = attoseconds / 1_000_000_000_000_000
        guard milliseconds != 0 else { return "\(seconds) s" }
        var fraction = String(1000 + milliseconds).dropFirst()
        while fraction.last == "0" { fraction.removeLast() }
        return "\(seconds).\(fraction) s"
    }
}
