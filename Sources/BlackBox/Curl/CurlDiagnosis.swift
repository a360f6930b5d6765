import CCurl
import Glibc

/// What libcurl knows about trouble with a connection, as sentences.
struct CurlDiagnosis {
    let easy: CurlEasyHandle
    let code: CURLcode
    /// libcurl's own words, possibly empty.
    let errorText: UnsafeMutablePointer<CChar>
    let target: Target

    /// libcurl's own words, or its general ones for the code.
    var detail: String {
        let text = String(cString: errorText)
        return (text.isEmpty ? String(cString: curl_easy_strerror(code)) : text).escapedForMessage
    }

    /// The failure, when the code says that there was no usable connection.
    var ofConnecting: TransportFailure? {
        let place = target.base.place
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            return TransportFailure(.unresolved, "the name '\(target.base.host)' does not resolve")
        case CURLE_COULDNT_CONNECT:
            return unreachable
        case CURLE_SSL_CACERT_BADFILE:
            let file = target.tls.certificateAuthorityFile ?? "the system's store"
            return TransportFailure(.tls, "the certificates to trust cannot be read from '\(file)'")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED,
            CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED:
            return TransportFailure(.tls, "the connection to \(place) could not be secured: \(detail)")
        default:
            return nil
        }
    }

    /// The failure of a connection that was not made.
    var unreachable: TransportFailure {
        var number = 0
        _ = tidemark_getinfo_long(easy, CURLINFO_OS_ERRNO, &number)
        if number == Int(ECONNREFUSED) {
            return TransportFailure(.unreachable, "nobody listens at \(target.base.place) (connection refused)")
        }
        let reason = number == 0 ? detail : String(cString: strerror(Int32(number)))
        return TransportFailure(.unreachable, "\(target.base.place) cannot be reached: \(reason)")
    }
}

extension BaseURL {
    /// Host and port, as sentences name them.
    var place: String { "\(host):\(port)" }
}
