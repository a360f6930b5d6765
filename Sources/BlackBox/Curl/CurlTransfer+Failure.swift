import CCurl
import HTTPMessage

extension CurlTransfer {
    /// Host and port, as sentences name them.
    var place: String { target.base.place }

    /// The failure of a limit that passed.
    func timeout(_ kind: TransportFailure.Kind) -> TransportFailure {
        var firstByte: curl_off_t = 0
        _ = tidemark_getinfo_off(easy, CURLINFO_STARTTRANSFER_TIME_T, &firstByte)
        // Nothing is handed over before the first line is whole. With a body under way the time says nothing.
        if kind == .firstByteTimeout, firstByte > 0, request.body == nil {
            return TransportFailure(
                .idleTimeout,
                "\(place) began to answer and did not end the first line within \(request.timeouts.firstByte.spoken)")
        }
        return TransportFailure(kind, request.timeouts.sentence(for: kind, place: place))
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
        let diagnosis = CurlDiagnosis(easy: easy, code: code, errorText: errorText, target: target)
        if let failure = diagnosis.ofConnecting { return failure }
        let detail = diagnosis.detail
        switch code {
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
                ? diagnosis.unreachable
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
}

extension Timeouts {
    /// The sentence for a limit that passed.
    func sentence(for kind: TransportFailure.Kind, place: String) -> String {
        switch kind {
        case .connectTimeout: "no connection to \(place) within \(connect.spoken)"
        case .firstByteTimeout: "\(place) took the request and did not begin to answer within \(firstByte.spoken)"
        case .idleTimeout: "the answer of \(place) stopped arriving for \(idle.spoken)"
        default: "the exchange with \(place) was not over after \(total.spoken)"
        }
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
