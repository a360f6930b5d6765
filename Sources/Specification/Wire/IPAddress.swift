/// An Internet address of either family, as a resolver gives it.
public enum IPAddress: Sendable, Hashable {
    /// An IPv4 address, its first byte the most significant.
    case v4(UInt32)
    /// An IPv6 address in two halves, its first byte the most significant one of the first half.
    case v6(UInt64, UInt64)

    /// The address of 4 or 16 bytes in network order; `nil` for another number of them.
    public init?(bytes: some Collection<UInt8>) {
        switch bytes.count {
        case 4:
            self = .v4(bytes.reduce(0) { $0 << 8 | UInt32($1) })
        case 16:
            self = .v6(
                bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) },
                bytes.dropFirst(8).reduce(0) { $0 << 8 | UInt64($1) })
        default:
            return nil
        }
    }

    /// The IPv4 address that an IPv6 address stands for or leads to, where it has one inside.
    ///
    /// Mapped (RFC 4291 §2.5.5), translated (RFC 2765), NAT64 (RFC 6052), 6to4 (RFC 3056), Teredo (RFC 4380) and
    /// ISATAP (RFC 5214) addresses do; a packet to one of them may end up at the address inside.
    public var embeddedV4: UInt32? {
        guard case .v6(let high, let low) = self else { return nil }
        let last = UInt32(truncatingIfNeeded: low)
        switch (high, low >> 32) {
        case (0, 0) where last > 1: return last
        case (0, 0xFFFF), (0, 0xFFFF_0000), (0x0064_FF9B_0000_0000, 0): return last
        default: break
        }
        if high >> 48 == 0x2002 { return UInt32(truncatingIfNeeded: high >> 16) }
        if high >> 32 == 0x2001_0000 { return ~last }
        if (low >> 32) & ~0x0200_0000 == 0x5EFE { return last }
        return nil
    }
}
