import CCurl
import HTTPMessage

extension CurlTransfer {
    /// Bodies up to this size go out together with the head; larger ones are fetched piece by piece, so that the first
    /// byte's limit starts when the last of them has been handed over.
    private static let largestInlineBody = 64 << 10

    /// How long an idle connection is used again, in seconds: below the five after which common servers close theirs.
    private static let longestIdleSeconds = 3

    /// libcurl 7.88 fails every request after the first on an HTTP/2 connection in the clear (curl issue 10634, fixed in
    /// 8.0).
    private static let breaksReusedPlainHTTP2: Bool = {
        guard let version = curl_version_info(CURLVERSION_FIRST)?.pointee.version_num else { return false }
        return (0x075800..<0x080000).contains(version)
    }()

    /// Sets every option of the easy handle.
    func configure() {
        let context = Unmanaged.passUnretained(self).toOpaque()
        set(CURLOPT_PRIVATE, pointer: context)
        set(CURLOPT_ERRORBUFFER, pointer: errorText)
        // URL for the place, request target for the path: nothing of it is parsed, decoded or normalised.
        set(CURLOPT_URL, string: target.base.origin + "/")
        _ = (request.path.latin1Bytes + [0]).withUnsafeBytes {
            tidemark_setopt_pointer(easy, CURLOPT_REQUEST_TARGET, $0.baseAddress)
        }
        set(CURLOPT_PATH_AS_IS, 1)
        easy.configureForEverything()
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_HTTP_CONTENT_DECODING, 0)
        set(CURLOPT_MAXAGE_CONN, Self.longestIdleSeconds)
        set(CURLOPT_CONNECTTIMEOUT_MS, Int(Int32.max))
        if request.usesFreshConnection || (target.isPlainHTTP2 && Self.breaksReusedPlainHTTP2) {
            set(CURLOPT_FRESH_CONNECT, 1)
            set(CURLOPT_FORBID_REUSE, 1)
        }
        configureVersion()
        configureCallbacks(context)
        configureMethodAndBody()
        configureFields()
    }

    private func configureVersion() {
        let isSecure = target.base.scheme == "https"
        switch (target.version, isSecure) {
        case (.http11, _): set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        case (.http2, true): set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        case (.http2, false): set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE))
        }
        easy.configureTLS(of: target)
    }

    private func configureCallbacks(_ context: UnsafeMutableRawPointer) {
        tidemark_setopt_data(easy, CURLOPT_WRITEFUNCTION, curlWroteBody)
        set(CURLOPT_WRITEDATA, pointer: context)
        tidemark_setopt_data(easy, CURLOPT_HEADERFUNCTION, curlWroteHeader)
        set(CURLOPT_HEADERDATA, pointer: context)
        tidemark_setopt_connected(easy, curlConnected)
        set(CURLOPT_PREREQDATA, pointer: context)
        tidemark_setopt_data(easy, CURLOPT_READFUNCTION, curlWantsBody)
        set(CURLOPT_READDATA, pointer: context)
        tidemark_setopt_seek(easy, curlSeeksBody)
        set(CURLOPT_SEEKDATA, pointer: context)
    }

    private func configureMethodAndBody() {
        guard let body = request.body else {
            if request.method == .head {
                set(CURLOPT_NOBODY, 1)
            } else {
                // A GET by another name: that is how libcurl sends no framing field at all.
                set(CURLOPT_HTTPGET, 1)
                if request.method != .get { set(CURLOPT_CUSTOMREQUEST, string: request.method.rawValue) }
            }
            return
        }
        if request.isChunked {
            // Of unknown size, and so in chunks; over HTTP/2 simply without a length.
            set(CURLOPT_UPLOAD, 1)
            tidemark_setopt_off(easy, CURLOPT_INFILESIZE_LARGE, -1)
        } else {
            set(CURLOPT_POST, 1)
            tidemark_setopt_off(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
            if body.isEmpty {
                set(CURLOPT_COPYPOSTFIELDS, string: "")
            } else if body.count <= Self.largestInlineBody {
                _ = body.withUnsafeBytes { tidemark_setopt_pointer(easy, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) }
            }
        }
        set(CURLOPT_CUSTOMREQUEST, string: request.method.rawValue)
    }

    private func configureFields() {
        var list: UnsafeMutablePointer<curl_slist>?
        func add(_ line: [UInt8]) {
            let grown = (line + [0]).withUnsafeBufferPointer { bytes in
                bytes.withMemoryRebound(to: CChar.self) { curl_slist_append(list, $0.baseAddress) }
            }
            if let grown { list = grown }
        }
        for field in request.headerFields {
            if field.value.isEmpty {
                add(Array("\(field.name.rawName);".utf8))
            } else {
                add(Array("\(field.name.rawName): ".utf8) + field.value.latin1Bytes)
            }
        }
        // A name with nothing after the colon takes away what libcurl would add of its own.
        for name in [HTTPField.Name.accept, .contentType, .expect] where !request.headerFields.contains(name) {
            add(Array("\(name.rawName):".utf8))
        }
        if !request.headerFields.contains(.userAgent) { set(CURLOPT_USERAGENT, string: userAgent) }
        own(list)
        set(CURLOPT_HTTPHEADER, pointer: list)
    }

    private func set(_ option: CURLoption, _ value: Int) { easy.set(option, value) }
    private func set(_ option: CURLoption, string: String) { easy.set(option, string: string) }
    private func set(_ option: CURLoption, pointer: UnsafeRawPointer?) { easy.set(option, pointer: pointer) }
}

extension Target {
    /// Whether HTTP/2 is spoken without TLS.
    fileprivate var isPlainHTTP2: Bool { version == .http2 && base.scheme == "http" }
}
