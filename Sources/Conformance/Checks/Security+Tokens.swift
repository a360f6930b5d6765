import HTTPMessage
import Signatures
import Specification

// §12.8 Webhook URL Validation and §12.9 Callback Token Security.

extension Check {
    static let securityTokens: [Check] =
        tokensInTheHeader + tamperedClaims + tamperedCallbacks + privateTargets + metadataTargets

    // MARK: Where tokens travel

    private static let tokensInTheHeader: [Check] = [
        // Callback and claim tokens travel in the `Authorization` header: no URL that the server gives out holds one.
        Check(.securityTokensInAuthorization, "callback-url") { probe in
            let story = try await probe.createWebhook()
            let delivery = try await story.deliverAfterWrite()
            let (url, token) = (delivery.json?["callback_url"]?.text ?? "", try delivery.requireWake().callbackToken)
            delivery.expect(
                !url.contains(token) && !url.contains(PercentCoding.encodeQueryValue(token)),
                "a callback_url without the token", observed: url)
            let path = delivery.received.request.path
            delivery.expect(!path.contains(token), "a request to the URL of the webhook", observed: path)
        },

        // A token elsewhere counts for nothing.
        Check(.securityTokensInAuthorization, "callback-query") { probe in
            let story = try await probe.createWebhook()
            let wake = try await story.wakeAfterWrite()
            let before = try await story.cursor()
            for name in ["token", "callback_token", "access_token"] {
                let query = "/callback?\(name)=\(PercentCoding.encodeQueryValue(wake.callbackToken))"
                let acks = try story.everything(of: wake)
                try await story.callback(wake.with { $0.token = .none }, acks, suffix: query).expectRefused()
            }
            let after = try await story.cursor()
            probe.expect(after == before, "the cursor at \(before)", observed: after)
        },

        Check(.securityTokensInAuthorization, "claim-query") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            let before = try await story.cursor()
            let body = Claim.report(claim.wakeID, claim.generation, try story.everything(of: claim), isDone: false)
            for name in ["token", "claim_token", "access_token"] {
                let query = "?\(name)=\(PercentCoding.encodeQueryValue(try claim.requireToken()))"
                try await story.subscription.send(.post, "/ack" + query, token: .none, body: Payload(body))
                    .expectRefused()
            }
            let after = try await story.cursor()
            probe.expect(after == before, "the cursor at \(before)", observed: after)
        },

        Check(.securityTokensInAuthorization, "claim-body") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            let before = try await story.cursor()
            let body = Claim.report(claim.wakeID, claim.generation, try story.everything(of: claim), isDone: false)
            let token = JSONText.quoted(try claim.requireToken())
            let more = "\"token\":\(token),\"access_token\":\(token),"
            try await story.subscription
                .send(.post, "/ack", token: .none, body: Payload("{" + more + body.dropFirst())).expectRefused()
            let after = try await story.cursor()
            probe.expect(after == before, "the cursor at \(before)", observed: after)
        },
    ]

    // MARK: Tokens that were tampered with

    private static let tamperedClaims: [Check] = TamperedToken.allCases.map { way in
        // A token whose signature was tampered with is refused by ack and release.
        Check(.securityTokenSignaturesChecked, "claim-\(way.rawValue)") { probe in
            let story = try await probe.createPullWake()
            let claim = try await story.claimAfterWrite()
            let token = try way.tampered(try claim.requireToken(), probe)
            let wrong = claim.with { $0.token = .bearer(token) }
            let before = try await story.cursor()
            try await story.subscription.ack(wrong, try story.everything(of: claim)).expectPermittedStatus()
            try await story.subscription.release(wrong).expectPermittedStatus()
            let after = try await story.cursor()
            probe.expect(after == before, "the cursor at \(before)", observed: after)
            try await story.subscription.ack(claim).expectSuccess()
        }
    }

    private static let tamperedCallbacks: [Check] = TamperedToken.allCases.map { way in
        // By callbacks, too.
        Check(.securityTokenSignaturesChecked, "callback-\(way.rawValue)") { probe in
            let story = try await probe.createWebhook()
            let wake = try await story.wakeAfterWrite()
            let token = try way.tampered(wake.callbackToken, probe)
            let before = try await story.cursor()
            try await story.callback(wake.with { $0.token = .bearer(token) }, try story.everything(of: wake))
                .expectPermittedStatus()
            let after = try await story.cursor()
            probe.expect(after == before, "the cursor at \(before)", observed: after)
            try await story.callback(wake).expectSuccess()
        }
    }

    // MARK: Targets of webhooks

    private static let privateTargets: [Check] = [
        // Webhook URLs of private, link-local and loopback addresses are refused, to the ends of their ranges.
        Check(.securityWebhookPrivateTargets, "ends-of-ranges") { probe in
            for address in ["10.255.255.255", "172.16.0.0", "172.31.255.255", "192.168.255.255", "169.254.0.1"] {
                try await probe.expectRefused(url: "https://\(address)/hook")
            }
        },

        // However the address is written.
        Check(.securityWebhookPrivateTargets, "decimal") { probe in
            try await probe.expectRefused(url: "https://3232235521/hook")
        },

        Check(.securityWebhookPrivateTargets, "hexadecimal") { probe in
            try await probe.expectRefused(url: "https://0xC0A80001/hook")
            try await probe.expectRefused(url: "https://0xa.0x0.0x0.0x1/hook")
        },

        Check(.securityWebhookPrivateTargets, "octal") { probe in
            try await probe.expectRefused(url: "https://0300.0250.0.01/hook")
        },

        Check(.securityWebhookPrivateTargets, "short-forms") { probe in
            try await probe.expectRefused(url: "https://10.1/hook")
            try await probe.expectRefused(url: "https://192.168.257/hook")
        },

        Check(.securityWebhookPrivateTargets, "full-stop-at-the-end") { probe in
            try await probe.expectRefused(url: "https://192.168.0.1./hook")
        },

        Check(.securityWebhookPrivateTargets, "escaped") { probe in
            try await probe.expectRefused(url: "https://%31%30.0.0.1/hook")
        },

        Check(.securityWebhookPrivateTargets, "full-width-digits") { probe in
            try await probe.expectRefused(url: "https://\u{FF11}\u{FF10}.0.0.1/hook")
        },

        Check(.securityWebhookPrivateTargets, "scheme-in-capitals") { probe in
            try await probe.expectRefused(url: "HTTPS://10.0.0.1/hook")
        },

        Check(.securityWebhookPrivateTargets, "backslash") { probe in
            try await probe.expectRefused(url: #"https://10.0.0.1\@example.com/hook"#)
        },

        Check(.securityWebhookPrivateTargets, "mapped-into-ipv6") { probe in
            try await probe.expectRefused(url: "https://[::ffff:a00:1]/hook")
            try await probe.expectRefused(url: "https://[0:0:0:0:0:ffff:10.0.0.1]/hook")
        },

        Check(.securityWebhookPrivateTargets, "ipv6-at-length") { probe in
            try await probe.expectRefused(url: "https://[0:0:0:0:0:0:0:1]/hook")
            try await probe.expectRefused(url: "https://[FE80:0:0:0:0:0:0:1]:8443/hook")
        },
    ]

    private static let metadataTargets: [Check] = [
        // Webhook URLs of the metadata services of clouds are refused.
        Check(.securityWebhookMetadataTargets, "ipv4") { probe in
            try await probe.expectRefused(url: "https://169.254.169.254/latest/meta-data/")
            try await probe.expectRefused(url: "http://169.254.169.254/computeMetadata/v1/")
        },

        Check(.securityWebhookMetadataTargets, "containers") { probe in
            try await probe.expectRefused(url: "https://169.254.170.2/v2/credentials")
        },

        Check(.securityWebhookMetadataTargets, "ipv6") { probe in
            try await probe.expectRefused(url: "https://[fd00:ec2::254]/latest/meta-data/")
        },

        Check(.securityWebhookMetadataTargets, "mapped-into-ipv6") { probe in
            try await probe.expectRefused(url: "https://[::ffff:169.254.169.254]/latest/meta-data/")
        },

        Check(.securityWebhookMetadataTargets, "decimal") { probe in
            try await probe.expectRefused(url: "https://2852039166/latest/meta-data/")
        },
    ]
}

/// A way to tamper with a token. Tokens are opaque, but most are parts between full stops of which the last one is a
/// signature.
private enum TamperedToken: String, CaseIterable, Sendable {
    case changedAtTheEnd = "changed-at-the-end"
    case changedInTheMiddle = "changed-in-the-middle"
    case cutShort = "cut-short"
    case lengthened
    case withoutSignature = "without-signature"
    case unsigned

    /// The token after tampering; skipped for a token that has no parts where that takes some.
    func tampered(_ token: String, _ probe: Probe) throws -> String {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        let bytes = Array(token.utf8)
        switch self {
        case .changedAtTheEnd:
            // The first character of the signature: the last one may hold bits that mean nothing.
            return Self.replacing(bytes.count - (parts.last?.utf8.count ?? 1), in: bytes)
        case .changedInTheMiddle:
            return Self.replacing(bytes.count / 2, in: bytes)
        case .cutShort:
            return String(token.dropLast(max(4, token.count / 8)))
        case .lengthened:
            return token + "AAAA"
        case .withoutSignature:
            guard parts.count > 1 else { throw probe.notApplicable("tokens of the target have no parts") }
            return parts.dropLast().joined(separator: ".") + "."
        case .unsigned:
            guard parts.count == 3 else { throw probe.notApplicable("tokens of the target are no JSON Web Tokens") }
            let header = Base64URL.encode(Array(#"{"alg":"none","typ":"JWT"}"#.utf8))
            return "\(header).\(parts[1])."
        }
    }

    private static func replacing(_ index: Int, in bytes: [UInt8]) -> String {
        var bytes = bytes
        let index = bytes.indices.contains(index) ? index : 0
        bytes[index] = bytes[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Claim {
    /// The token as it was given.
    fileprivate func requireToken() throws -> String {
        guard case .bearer(let token) = token else { throw Interruption.preconditionUnmet("the claim has no token") }
        return token
    }
}
