/// From where an address can be reached, as far as that decides whether a webhook may be sent there (§6.2, §12.8).
public enum AddressScope: String, Sendable, Hashable, CaseIterable {
    /// A unicast address of the public Internet.
    case global
    /// An address of the host itself: `127.0.0.0/8`, `::1`.
    case loopback
    /// A private network: RFC 1918, and unique and site-local addresses of IPv6.
    case privateNetwork = "private network"
    /// The link: `169.254.0.0/16`, `fe80::/10`.
    case linkLocal = "link-local"
    /// The metadata service of a cloud, which hands out credentials.
    case cloudMetadata = "cloud metadata"
    /// The network between a carrier and its customers: `100.64.0.0/10`.
    case carrierNetwork = "carrier network"
    /// No address at all: `0.0.0.0/8`, `::`; systems take it for the host itself.
    case unspecified
    /// A group of hosts, or all of them.
    case multicast
    /// Set aside for documentation, benchmarks or the future.
    case reserved

    /// The scope of an address. What embeds an IPv4 address is at most as reachable as that.
    public init(of address: IPAddress) {
        switch address {
        case .v4(let number):
            self = Self.scope(ofV4: number)
        case .v6(let high, let low):
            self = Self.scope(ofV6: high, low)
            if let inner = address.embeddedV4 {
                let innerScope = Self.scope(ofV4: inner)
                // Only the prefixes that exist to carry IPv4 are global by what they carry.
                let carriesV4 = high == 0 || high == 0x0064_FF9B_0000_0000
                if carriesV4 || innerScope != .global { self = innerScope }
            }
        }
    }

    private static func scope(ofV4 address: UInt32) -> AddressScope {
        switch address {
        // 169.254.169.254 of most clouds, 100.100.100.200 of Alibaba, 168.63.129.16 of Azure.
        case 0xA9FE_A9FE, 0x6464_64C8, 0xA83F_8110: return .cloudMetadata
        default: break
        }
        for (prefix, length, scope) in v4Prefixes where (address ^ prefix) >> (32 - length) == 0 { return scope }
        return .global
    }

    private static func scope(ofV6 high: UInt64, _ low: UInt64) -> AddressScope {
        // fd00:ec2::254 is the metadata service of AWS.
        if high == 0xFD00_0EC2_0000_0000, low == 0x254 { return .cloudMetadata }
        if high == 0, low <= 1 { return low == 0 ? .unspecified : .loopback }
        for (prefix, length, scope) in v6Prefixes where (high ^ prefix) >> (64 - length) == 0 { return scope }
        // All unicast addresses handed out so far begin with the bits 001 (RFC 4291 §2.4, IANA registry).
        return high >> 61 == 1 ? .global : .reserved
    }

    private static let v4Prefixes: [(UInt32, UInt32, AddressScope)] = [
        (0x0000_0000, 8, .unspecified),
        (0x0A00_0000, 8, .privateNetwork),
        (0x6440_0000, 10, .carrierNetwork),
        (0x7F00_0000, 8, .loopback),
        (0xA9FE_0000, 16, .linkLocal),
        (0xAC10_0000, 12, .privateNetwork),
        (0xC000_0000, 24, .reserved),  // 192.0.0.0, protocol assignments
        (0xC000_0200, 24, .reserved),  // 192.0.2.0, documentation
        (0xC058_6300, 24, .reserved),  // 192.88.99.0, once 6to4 relays
        (0xC0A8_0000, 16, .privateNetwork),
        (0xC612_0000, 15, .reserved),  // 198.18.0.0, benchmarks
        (0xC633_6400, 24, .reserved),  // 198.51.100.0, documentation
        (0xCB00_7100, 24, .reserved),  // 203.0.113.0, documentation
        (0xE000_0000, 4, .multicast),
        (0xFFFF_FFFF, 32, .multicast),
        (0xF000_0000, 4, .reserved),
    ]

    // Prefixes longer than 64 bits are told apart before this table is used.
    private static let v6Prefixes: [(UInt64, UInt64, AddressScope)] = [
        (0x0064_FF9B_0001_0000, 48, .privateNetwork),  // NAT64 of a site
        (0x2001_0000_0000_0000, 23, .reserved),  // protocol assignments: Teredo, benchmarks, ORCHID
        (0x2001_0DB8_0000_0000, 32, .reserved),  // documentation
        (0x3FFF_0000_0000_0000, 20, .reserved),  // documentation
        (0xFC00_0000_0000_0000, 7, .privateNetwork),
        (0xFE80_0000_0000_0000, 10, .linkLocal),
        (0xFEC0_0000_0000_0000, 10, .privateNetwork),
        (0xFF00_0000_0000_0000, 8, .multicast),
    ]
}
