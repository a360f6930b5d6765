import HTTPMessage
import ReferenceServer
import Specification

// §6.2: requests for subscriptions that are refused.
extension Mutant {
    // MARK: Refused

    static let subscriptionRefusals: [Mutant] = [
        Mutant(
            "subscription.type-defaults", "A request without a type asks for a pull-wake subscription.", .rule,
            breaks: .subscriptionTypeRequired
        ) {
            $0.onWish { wish in
                if !wish.contains(#""type""#) { wish.insert(contentsOf: #""type":"pull-wake","#, at: wish.secondIndex) }
            }
        },
        Mutant(
            "subscription.any-type", "A type that is not known is taken for pull-wake.", .rule,
            breaks: .subscriptionTypeRequired
        ) {
            $0.onWish { wish in
                if !wish.contains(#""type":"webhook""#) {
                    wish = wish.replacing(#""type":"carrier-pigeon""#, with: #""type":"pull-wake""#)
                }
            }
        },
        Mutant(
            "subscription.empty-type", "An empty type is taken for pull-wake.", .rule, breaks: .subscriptionTypeRequired
        ) {
            $0.onWish { $0 = $0.replacing(#""type":"""#, with: #""type":"pull-wake""#) }
        },
        Mutant(
            "subscription.to-nothing", "A subscription can be made to no streams at all.", .rule,
            breaks: .subscriptionPatternOrStreamsRequired
        ) {
            $0.rules.subscriptions.namesStreams = { _, _ in true }
        },
        Mutant(
            "subscription.webhook-without-url", "A webhook subscription without a URL is accepted.", .rule,
            breaks: .subscriptionWebhookUrlRequired
        ) {
            $0.onWish { wish in
                if wish.contains(#""type":"webhook""#), !wish.contains(#""webhook":{"#) {
                    wish.insert(
                        contentsOf: #""webhook":{"url":"https://example.com/none"},"#, at: wish.secondIndex)
                }
            }
        },
        Mutant(
            "subscription.wake-stream-optional", "A pull-wake subscription without a wake stream is accepted.", .rule,
            breaks: .subscriptionWakeStreamRequired
        ) {
            $0.onWish { wish in
                if wish.contains(#""type":"pull-wake""#), !wish.contains(#""wake_stream""#) {
                    wish.insert(contentsOf: #""wake_stream":"wakes","#, at: wish.secondIndex)
                }
            }
        },
        Mutant(
            "subscription.lease-unbounded", "A lease may be as long as anybody likes.", .rule,
            breaks: .subscriptionLeaseRange
        ) {
            $0.rules.subscriptions.leaseRange = 1000...Int64.max / 2_000_000
        },
        Mutant(
            "subscription.lease-too-short-taken", "A lease may be shorter than a second.", .rule,
            breaks: .subscriptionLeaseRange
        ) {
            $0.rules.subscriptions.leaseRange = 1...600_000
        },
        Mutant(
            "subscription.lease-range-off-by-one", "A lease may last one millisecond more than ten minutes.", .rule,
            breaks: .subscriptionLeaseRange
        ) {
            $0.rules.subscriptions.leaseRange = 1000...600_001
        },
        Mutant(
            "subscription.lease-default-of-a-minute", "A lease that nobody asked for otherwise lasts a minute.", .rule,
            breaks: .subscriptionLeaseDefault
        ) {
            $0.rules.subscriptions.defaultLease = 60_000
        },
    ]

    static let webhookURLs: [Mutant] = [
        Mutant(
            "webhook.url-any-scheme", "The URL of a webhook may have the scheme `http`.", .security,
            breaks: .webhookUrlHttps
        ) {
            $0.onWebhookURL { url, allowsLocal in
                SubscriptionRule.refusalOfWebhook(url.replacing("http://", with: "https://"), allowsLocal)
            }
        },
        Mutant(
            "webhook.url-not-parsed", "The URL of a webhook is not looked at.", .security,
            breaks: .webhookUrlHttps, .webhookUrlLocalTargetsRejected
        ) {
            $0.onWebhookURL { _, _ in nil }
        },
        Mutant(
            "webhook.url-localhost-by-prefix", "A URL that begins with `http://localhost` is taken for a local one.",
            .security, breaks: .webhookUrlHttps
        ) {
            $0.onWebhookURL { url, allowsLocal in
                url.hasPrefix("http://localhost") ? nil : SubscriptionRule.refusalOfWebhook(url, allowsLocal)
            }
        },
        Mutant(
            "webhook.url-172-by-first-number", "Of the private networks, 172.16.0.0/12 is not known.", .security,
            breaks: .webhookUrlLocalTargetsRejected
        ) {
            $0.onWebhookURL { url, allowsLocal in
                url.contains("//172.") ? nil : SubscriptionRule.refusalOfWebhook(url, allowsLocal)
            }
        },
        Mutant(
            "webhook.url-ipv4-only", "Addresses of IPv6 are not looked at.", .security,
            breaks: .webhookUrlLocalTargetsRejected
        ) {
            $0.onWebhookURL { url, allowsLocal in
                url.contains("[") ? nil : SubscriptionRule.refusalOfWebhook(url, allowsLocal)
            }
        },
        Mutant(
            "webhook.url-mapped-address", "An IPv4 address inside of an IPv6 address is not looked at.", .security,
            breaks: .webhookUrlLocalTargetsRejected
        ) {
            $0.onWebhookURL { url, allowsLocal in
                url.contains("[::ffff:") ? nil : SubscriptionRule.refusalOfWebhook(url, allowsLocal)
            }
        },
        Mutant(
            "webhook.url-user-information", "What stands before an `@` in the URL of a webhook is taken for the host.",
            .security, breaks: .webhookUrlLocalTargetsRejected
        ) {
            $0.onWebhookURL { url, allowsLocal in
                let judged = url.split(separator: "@").first.map(String.init) ?? url
                return SubscriptionRule.refusalOfWebhook(judged, allowsLocal)
            }
        },
        Mutant(
            "webhook.url-with-a-port", "A URL with a port is compared with the networks as a text, and not found.",
            .security, breaks: .webhookUrlLocalTargetsRejected
        ) {
            $0.onWebhookURL { url, allowsLocal in
                url.hasSuffix(":8443/hook") ? nil : SubscriptionRule.refusalOfWebhook(url, allowsLocal)
            }
        },
        Mutant(
            "webhook.url-disguised-address", "An address in decimal, octal or hexadecimal is taken for a name.",
            .security, breaks: .securityWebhookPrivateTargets
        ) {
            $0.onWebhookURL { url, allowsLocal in
                guard let target = try? WebhookTarget(url: url), case .disguisedAddress = target.host else {
                    return SubscriptionRule.refusalOfWebhook(url, allowsLocal)
                }
                return nil
            }
        },
        Mutant(
            "webhook.url-in-octal", "An address with leading zeros is read as a decimal one.", .security,
            breaks: .securityWebhookPrivateTargets
        ) {
            $0.onWebhookURL { url, allowsLocal in
                url.contains("//0300.") ? nil : SubscriptionRule.refusalOfWebhook(url, allowsLocal)
            }
        },
        Mutant(
            "webhook.url-of-one-number", "An address of one number is taken for a name.", .security,
            breaks: .securityWebhookPrivateTargets
        ) {
            $0.onWebhookURL { url, allowsLocal in
                url.contains("//3232235521/") ? nil : SubscriptionRule.refusalOfWebhook(url, allowsLocal)
            }
        },
        Mutant(
            "webhook.url-with-a-full-stop", "An address with a full stop behind it is taken for a name.", .security,
            breaks: .securityWebhookPrivateTargets
        ) {
            $0.onWebhookURL { url, allowsLocal in
                url.contains("192.168.0.1./") ? nil : SubscriptionRule.refusalOfWebhook(url, allowsLocal)
            }
        },
        Mutant(
            "webhook.url-in-capitals", "A URL whose scheme is in capitals is not looked at.", .security,
            breaks: .securityWebhookPrivateTargets
        ) {
            $0.onWebhookURL { url, allowsLocal in
                url.hasPrefix("HTTPS://") ? nil : SubscriptionRule.refusalOfWebhook(url, allowsLocal)
            }
        },
        Mutant(
            "webhook.url-with-a-backslash", "The host of a URL is what stands behind the last `@`, backslash or not.",
            .security,
            breaks: .securityWebhookPrivateTargets
        ) {
            $0.onWebhookURL { url, allowsLocal in
                url.contains("\\") ? nil : SubscriptionRule.refusalOfWebhook(url, allowsLocal)
            }
        },
        Mutant(
            "webhook.url-mapped-in-hexadecimal",
            "An IPv4 address in hexadecimal inside of an IPv6 address is not looked at.", .security,
            breaks: .securityWebhookPrivateTargets
        ) {
            $0.onWebhookURL { url, allowsLocal in
                url.contains("[::ffff:a00:1]") ? nil : SubscriptionRule.refusalOfWebhook(url, allowsLocal)
            }
        },
        Mutant(
            "webhook.url-of-metadata", "Of the metadata services of clouds only the best known is known.", .security,
            breaks: .securityWebhookMetadataTargets
        ) {
            $0.onWebhookURL { url, allowsLocal in
                let isOther = url.contains("169.254.170.2") || url.contains("fd00:ec2")
                return isOther ? nil : SubscriptionRule.refusalOfWebhook(url, allowsLocal)
            }
        },
    ]
}
