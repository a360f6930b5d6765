import HTTPMessage

/// The headers of a `PUT` or a `POST` that the protocol gives a meaning, collected in one pass.
struct StreamHeaders {
    var contentType: String?
    var closed: String?
    var sequence: String?
    var ttl: String?
    var expiresAt: String?
    var producerID: String?
    var producerEpoch: String?
    var producerSeq: String?
    var forkedFrom: String?
    var forkOffset: String?
    var forkSubOffset: String?

    init(_ fields: HTTPFields) {
        for field in fields {
            // The length rules out nearly every comparison, and this runs for every field of every request.
            switch field.name.canonicalName.utf8.count {
            case 10:
                take(field, .streamSeq, \.sequence)
                take(field, .streamTTL, \.ttl)
            case 11: take(field, .producerId, \.producerID)
            case 12:
                take(field, .contentType, \.contentType)
                take(field, .producerSeq, \.producerSeq)
            case 13: take(field, .streamClosed, \.closed)
            case 14: take(field, .producerEpoch, \.producerEpoch)
            case 17: take(field, .streamExpiresAt, \.expiresAt)
            case 18:
                take(field, .streamForkedFrom, \.forkedFrom)
                take(field, .streamForkOffset, \.forkOffset)
            case 22: take(field, .streamForkSubOffset, \.forkSubOffset)
            default: continue
            }
        }
    }

    /// Several lines of one name are one value with commas (RFC 9110 §5.2), which fails wherever one is expected.
    @inline(__always)
    private mutating func take(
        _ field: HTTPField, _ name: HTTPField.Name, _ member: WritableKeyPath<StreamHeaders, String?>
    ) {
        guard field.name == name else { return }
        if let before = self[keyPath: member] {
            self[keyPath: member] = before + ", " + field.value
        } else {
            self[keyPath: member] = field.value
        }
    }
}
