import CCurl

/// libcurl's easy handle: an opaque pointer with options.
typealias CurlEasyHandle = UnsafeMutableRawPointer

extension CurlEasyHandle {
    func set(_ option: CURLoption, _ value: Int) {
        _ = tidemark_setopt_long(self, option, value)
    }

    func set(_ option: CURLoption, string: String) {
        _ = string.withCString { tidemark_setopt_pointer(self, option, $0) }
    }

    func set(_ option: CURLoption, pointer: UnsafeRawPointer?) {
        _ = tidemark_setopt_pointer(self, option, pointer)
    }

    /// What every use of libcurl here has in common: no signals, no proxies, no waiting for a resolver given up on.
    func configureForEverything() {
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_QUICK_EXIT, 1)
        set(CURLOPT_PROXY, string: "")
        set(CURLOPT_NOPROXY, string: "*")
    }

    /// Whom to trust.
    func configureTLS(of target: Target) {
        guard target.base.scheme == "https" else { return }
        if let file = target.tls.certificateAuthorityFile {
            set(CURLOPT_CAINFO, string: file)
            set(CURLOPT_CAPATH, pointer: nil)
        }
        if target.tls.acceptsAnyCertificate {
            set(CURLOPT_SSL_VERIFYPEER, 0)
            set(CURLOPT_SSL_VERIFYHOST, 0)
        }
    }
}
