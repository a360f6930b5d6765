extension Collection<UInt8> {
    /// The bytes as one buffer.
    ///
    /// Loops over a generic collection are not specialised for callers in other modules and run a hundred times
    /// slower; loops over the buffer are.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        withContiguousStorageIfAvailable(body) ?? Array(self).withUnsafeBufferPointer(body)
    }
}
