import HTTPMessage
import Specification

/// A server that was written for a smaller protocol: it takes what it does not know for nothing, and answers as if it
/// had worked.
struct SmallerProtocol: Alteration {
    /// What it does not know.
    enum Ignorance: String, CaseIterable {
        case fork, producers, closure, subscriptions, longPoll, sse, json, expiry, caching
    }

    let ignorance: Ignorance

    /// A type that the reference stores as bytes, in place of the one it knows.
    private static let bytesOfJSON = "application/x-bytes-of-json"

    func alter(_ request: inout HTTPRequest, body: inout [UInt8]) {
        switch ignorance {
        case .fork:
            drop([.streamForkedFrom, .streamForkOffset, .streamForkSubOffset], from: &request)
        case .producers:
            drop([.producerId, .producerEpoch, .producerSeq], from: &request)
        case .closure:
            drop([.streamClosed], from: &request)
        case .subscriptions:
            request.path = request.path.replacing("/__ds/", with: "/--ds--/")
        case .longPoll:
            request.path = request.path.replacing("live=long-poll", with: "live-long-poll=")
        case .sse:
            request.path = request.path.replacing("live=sse", with: "live-sse=")
        case .json:
            replaceType("application/json", with: Self.bytesOfJSON, in: &request.headerFields)
        case .expiry:
            drop([.streamTTL, .streamExpiresAt], from: &request)
        case .caching:
            drop([.ifNoneMatch], from: &request)
        }
    }

    func alter(_ head: inout HTTPResponse, of request: HTTPRequest) {
        switch ignorance {
        case .json:
            replaceType(Self.bytesOfJSON, with: "application/json", in: &head.headerFields)
        case .caching where request.method == .get && !request.path.contains("/__ds/"):
            head.headerFields.removeAll { [.eTag, .cacheControl].contains($0.name) }
        default: break
        }
    }

    private func drop(_ names: [HTTPField.Name], from request: inout HTTPRequest) {
        request.headerFields.removeAll { names.contains($0.name) }
    }

    private func replaceType(_ type: String, with other: String, in fields: inout HTTPFields) {
        guard let value = fields[.contentType], ContentType(value)?.essence == type else { return }
        fields[.contentType] = other
    }
}

extension SmallerProtocol.Ignorance {
    /// The profile that such a server does not offer.
    var profile: Profile {
        switch self {
        case .fork: .fork
        case .producers: .producers
        case .closure: .closure
        case .subscriptions: .subscriptions
        case .longPoll: .longPoll
        case .sse: .sse
        case .json: .json
        case .expiry: .expiry
        case .caching: .caching
        }
    }
}
