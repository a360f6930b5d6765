import HTTPMessage
import Specification

extension Engine {
    /// `HEAD`: what a stream is, without its contents (§5.5).
    mutating func head(_ name: String, _ now: RFC3339Instant) -> Reply {
        guard let entry = stream(name, now) else { return .notFound }
        guard !entry.facts.isSoftDeleted else { return .gone }
        touch(entry, .head, now)
        var reply = Reply(.ok)
        reply.add(.contentType, entry.facts.configuration.contentType.rawValue)
        reply.add(.streamNextOffset, rules.offset(entry.facts.tail))
        switch entry.facts.configuration.lifetime {
        case .unlimited: break
        case .sliding(let ttl): reply.add(.streamTTL, ttl.description)
        case .until(let instant): reply.add(.streamExpiresAt, instant.description)
        }
        if entry.facts.isClosed { reply.addClosed() }
        reply.add(.cacheControl, rules.cacheControl(.head, configuration.cacheVisibility, nil))
        return reply
    }
}
