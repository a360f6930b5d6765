import CCurl

// libcurl calls these on the loop's thread. They are functions of the file, so that no actor isolation clings to them.

private func transfer(_ context: UnsafeMutableRawPointer) -> CurlTransfer {
    Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
}

/// A header line arrived.
func curlWroteHeader(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let data, let context else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: data, count: size * count)
    // Anything but the full count makes libcurl stop with a write error.
    return transfer(context).takeHeader(bytes) ? bytes.count : bytes.count &+ 1
}

/// A piece of the body arrived.
func curlWroteBody(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let data, let context else { return 0 }
    return transfer(context).takeBody(UnsafeRawBufferPointer(start: data, count: size * count))
}

/// A piece of the request's body is wanted.
func curlWantsBody(
    _ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let data, let context else { return 0 }
    return transfer(context).giveBody(UnsafeMutableRawBufferPointer(start: data, count: size * count))
}

/// The request's body has to be sent again from a position.
func curlSeeksBody(_ context: UnsafeMutableRawPointer?, _ offset: curl_off_t, _ origin: Int32) -> Int32 {
    guard let context, origin == 0, offset >= 0 else { return CURL_SEEKFUNC_FAIL }
    transfer(context).uploadOffset = Int(offset)
    return CURL_SEEKFUNC_OK
}

/// The connection is ready.
func curlConnected(
    _ context: UnsafeMutableRawPointer?, _ remoteAddress: UnsafeMutablePointer<CChar>?,
    _ localAddress: UnsafeMutablePointer<CChar>?, _ remotePort: Int32, _ localPort: Int32
) -> Int32 {
    guard let context else { return CURL_PREREQFUNC_ABORT }
    let endpoint = CurlTransfer.Endpoint(address: localAddress.map { String(cString: $0) } ?? "", port: localPort)
    let peer = remoteAddress.map { String(cString: $0) } ?? ""
    return transfer(context).connected(endpoint, peer: peer) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}
