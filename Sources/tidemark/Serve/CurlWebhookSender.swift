import BlackBox
import HTTPMessage
import ReferenceServer
import Specification

/// Sends webhooks over the network with libcurl.
///
/// The host is resolved and every address judged before anything connects (§12.8), and the address that was connected
/// to is judged again before the request goes out, because a name may lead elsewhere a moment later. Redirects are not
/// followed, and proxies not used.
final class CurlWebhookSender: WebhookSender {
    /// Finds the addresses of a name.
    typealias Resolver = @Sendable (_ name: String) async -> [IPAddress]

    /// How many requests are under way at once; others wait for their turn.
    static let maximumConcurrency = 32

    private let rules: WebhookAddressRules
    private let tls: Target.TLS
    private let resolve: Resolver
    private let turns = Turns(maximumConcurrency)

    /// A sender.
    ///
    /// - Parameter allowsLocalhost: Whether webhooks of the local host are called, for development (§6.2).
    init(
        allowsLocalhost: Bool, tls: Target.TLS = Target.TLS(), resolve: @escaping Resolver = HostResolver.addresses
    ) {
        rules = WebhookAddressRules(allowsLocalhost: allowsLocalhost)
        self.tls = tls
        self.resolve = resolve
    }

    /// Sends a `POST` and reports how it ended.
    func post(_ request: WebhookRequest, completion: @escaping @Sendable (WebhookAnswer) -> Void) {
        Task { completion(await send(request)) }
    }

    private func send(_ request: WebhookRequest) async -> WebhookAnswer {
        await turns.take()
        defer { turns.give() }
        do {
            let place = try rules.check(url: request.url)
            try rules.check(place, resolvedTo: await addresses(of: place))
            let (origin, path) = Self.split(request.url)
            var target = Target(base: try BaseURL(origin), tls: tls)
            target.acceptsPeer = { [rules] address in
                IPAddress(address).map { (try? rules.check(place, resolvedTo: [$0])) != nil } ?? false
            }
            return await exchange(request, path: path, with: target)
        } catch let refusal as WebhookRefusal {
            return .failed(refusal.description)
        } catch {
            return .failed("\(error)")
        }
    }

    private func addresses(of place: WebhookTarget) async -> [IPAddress] {
        switch place.host {
        case .name(let name): await resolve(name)
        case .address(let address), .disguisedAddress(let address): [address]
        }
    }

    private func exchange(_ request: WebhookRequest, path: String, with target: Target) async -> WebhookAnswer {
        let transport = CurlTransport(target: target)
        let limit = request.timeout
        let exchange = await transport.send(
            OutgoingRequest(
                method: .post, path: path, headerFields: request.headerFields, body: request.body,
                timeouts: Timeouts(
                    connect: limit, firstByte: limit, idle: limit, total: limit,
                    maximumBodyBytes: request.maximumAnswerSize)))
        await transport.shutdown()
        switch exchange.outcome {
        case .success(let answer): return .answered(status: answer.head.status.code, body: answer.body)
        case .failure(let failure): return .failed(failure.message)
        }
    }

    /// A URL that was checked, as origin and request target; a fragment stays at home.
    static func split(_ url: String) -> (origin: String, path: String) {
        let url = url.prefix { $0 != "#" }
        guard let authority = url.firstRange(of: "//")?.upperBound,
            let end = url[authority...].firstIndex(where: { $0 == "/" || $0 == "?" })
        else { return (String(url), "/") }
        let rest = url[end...]
        return (String(url[..<end]), rest.hasPrefix("?") ? "/" + rest : String(rest))
    }
}
