import HTTPMessage
import Specification

/// Names a producer of one stream.
struct ProducerKey: Sendable, Hashable {
    var path: String
    var id: String
}

extension HTTPRequest {
    /// The stamp of a producer's request; `nil` when it has none or a malformed one.
    var producerStamp: ProducerStamp? {
        get {
            guard method == .post else { return nil }
            let fields = headerFields
            let parsed = ProducerStamp.parse(
                id: fields[.producerId], epoch: fields[.producerEpoch], seq: fields[.producerSeq])
            return (try? parsed.get()) ?? nil
        }
        set {
            headerFields[.producerId] = newValue?.id
            headerFields[.producerEpoch] = newValue.map { String($0.epoch) }
            headerFields[.producerSeq] = newValue.map { String($0.seq) }
        }
    }

    /// The producer of one stream that sends the request.
    var producerKey: ProducerKey? {
        producerStamp.map { ProducerKey(path: streamPath, id: $0.id) }
    }

    /// The request without the fields of producers.
    var withoutProducer: HTTPRequest {
        var plain = self
        plain.producerStamp = nil
        return plain
    }
}

extension Blueprint {
    /// Changes the answers to requests of producers.
    mutating func onProducerAnswer(_ change: @escaping @Sendable (ProducerStamp, inout Answer) -> Void) {
        onAnswer { request, answer in
            if let stamp = request.producerStamp { change(stamp, &answer) }
        }
    }

    /// Changes what a field of every `POST` says before the server reads it.
    mutating func onField(_ name: HTTPField.Name, _ change: @escaping @Sendable (String) -> String) {
        onRequest { request, _ in
            guard request.method == .post, let value = request.headerFields[name] else { return }
            request.headerFields[name] = change(value)
        }
    }
}
