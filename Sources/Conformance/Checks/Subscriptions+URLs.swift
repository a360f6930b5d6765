import HTTPMessage
import Specification

// §6.2 Create or Re-confirm a Subscription: the URLs of webhooks.

extension Check {
    static let webhookURLs: [Check] = [
        // The URL of a webhook has the scheme `https`, but for local development.
        Check(.webhookUrlHttps, "http") { probe in try await probe.expectRefused(url: "http://example.com/hook") },

        Check(.webhookUrlHttps, "ftp") { probe in try await probe.expectRefused(url: "ftp://example.com/hook") },

        Check(.webhookUrlHttps, "relative") { probe in try await probe.expectRefused(url: "/hook") },

        Check(.webhookUrlHttps, "name-that-begins-with-localhost") { probe in
            try await probe.expectRefused(url: "http://localhost.example.com/hook")
        },

        Check(.webhookUrlHttps, "name-that-begins-with-a-local-address") { probe in
            try await probe.expectRefused(url: "http://127.0.0.1.example.com/hook")
        },

        Check(.webhookUrlHttps, "local-user-information") { probe in
            try await probe.expectRefused(url: "http://localhost@example.com/hook")
        },

        // URLs of private, link-local, loopback and other local networks are refused.
        Check(.webhookUrlLocalTargetsRejected, "private-10") { probe in
            try await probe.expectRefused(url: "https://10.1.2.3/hook")
        },

        Check(.webhookUrlLocalTargetsRejected, "private-172") { probe in
            try await probe.expectRefused(url: "https://172.16.0.1/hook")
            try await probe.expectRefused(url: "https://172.31.255.254/hook")
        },

        Check(.webhookUrlLocalTargetsRejected, "private-192") { probe in
            try await probe.expectRefused(url: "https://192.168.1.1/hook")
        },

        Check(.webhookUrlLocalTargetsRejected, "link-local") { probe in
            try await probe.expectRefused(url: "https://169.254.169.254/latest/meta-data")
        },

        Check(.webhookUrlLocalTargetsRejected, "unspecified") { probe in
            try await probe.expectRefused(url: "https://0.0.0.0/hook")
        },

        Check(.webhookUrlLocalTargetsRejected, "with-a-port") { probe in
            try await probe.expectRefused(url: "https://10.0.0.1:8443/hook")
        },

        Check(.webhookUrlLocalTargetsRejected, "with-user-information") { probe in
            try await probe.expectRefused(url: "https://example.com@192.168.0.1/hook")
        },

        Check(.webhookUrlLocalTargetsRejected, "http") { probe in
            try await probe.expectRefused(url: "http://192.168.0.1/hook")
        },

        Check(.webhookUrlLocalTargetsRejected, "ipv6-loopback") { probe in
            try await probe.expectRefused(url: "https://[::1]/hook")
        },

        Check(.webhookUrlLocalTargetsRejected, "ipv6-link-local") { probe in
            try await probe.expectRefused(url: "https://[fe80::1]/hook")
        },

        Check(.webhookUrlLocalTargetsRejected, "ipv6-unique-local") { probe in
            try await probe.expectRefused(url: "https://[fd12:3456:789a::1]/hook")
        },

        Check(.webhookUrlLocalTargetsRejected, "ipv4-in-ipv6") { probe in
            try await probe.expectRefused(url: "https://[::ffff:192.168.0.1]/hook")
        },
    ]
}

extension Probe {
    /// Expects a webhook at this URL to be refused, and no subscription to be there.
    func expectRefused(url: String) async throws {
        let subscription = unusedSubscription()
        let stream = try await createStream()
        try await subscription.put(SubscriptionWish(type: "webhook", streams: [stream.name], webhookURL: url))
            .expectPermittedStatus()
        try await subscription.get().expectRefused()
    }
}
