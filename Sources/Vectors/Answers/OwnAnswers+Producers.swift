import Specification

/// Idempotent producers (§5.2.1).
extension OwnAnswers {
    static func producerFields(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        let parsed = ProducerStamp.parse(
            id: try question.optionalText("producer-id"), epoch: try question.optionalText("producer-epoch"),
            seq: try question.optionalText("producer-seq"))
        switch parsed {
        case .success(let stamp?):
            return VectorAnswer("valid", ["epoch": .integer(stamp.epoch), "seq": .integer(stamp.seq)])
        case .success(nil): return VectorAnswer("none")
        case .failure: return invalid
        }
    }

    static func producerTransition(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        let epoch = try question.integer("epoch")
        let seq = try question.integer("seq")
        guard let stamp = ProducerStamp(id: "p", epoch: epoch, seq: seq) else { return invalid }
        var known: ProducerState?
        if let numbers = question.input["state"]?.elements?.compactMap(\.integer) {
            guard numbers.count == 2 else { throw VectorFileError("'state' has to be an epoch and a sequence number") }
            known = ProducerState(epoch: numbers[0], lastSeq: numbers[1])
        }
        return answer(of: ProducerRule.decide(stamp, known))
    }

    static func producerHistory(_ question: VectorQuestion) throws(VectorFileError) -> VectorAnswer {
        var states: [String: ProducerState] = [:]
        var verdicts: [JSONValue] = []
        for request in question.input["requests"]?.elements ?? [] {
            let parts = request.elements ?? []
            guard parts.count == 3, let id = parts[0].text, let epoch = parts[1].integer, let seq = parts[2].integer,
                let stamp = ProducerStamp(id: id, epoch: epoch, seq: seq)
            else { throw VectorFileError("a request has to be an id, an epoch and a sequence number") }
            let verdict = ProducerRule.decide(stamp, states[id])
            if case .accept(let state) = verdict { states[id] = state }
            verdicts.append(.text(answer(of: verdict).result))
        }
        return VectorAnswer("judged", ["verdicts": .array(verdicts)])
    }

    private static func answer(of verdict: ProducerVerdict) -> VectorAnswer {
        switch verdict {
        case .accept(let state): VectorAnswer("accept", ["state": value(of: state)])
        case .duplicate(let state): VectorAnswer("duplicate", ["state": value(of: state)])
        case .refuse(.staleEpoch(let current)): VectorAnswer("fenced", ["current": .integer(current)])
        case .refuse(.sequenceGap(let expected, let received)):
            VectorAnswer("gap", ["expected": .integer(expected), "received": .integer(received)])
        case .refuse: invalid
        }
    }

    private static func value(of state: ProducerState) -> JSONValue {
        .array([.integer(state.epoch), .integer(state.lastSeq)])
    }
}
