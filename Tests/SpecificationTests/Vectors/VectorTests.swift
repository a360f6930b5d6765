import Foundation
import Specification
import Testing

/// The vectors are the text's word in cases; the code has to agree with every one of them.
@Suite struct VectorTests {
    @Test func streamTTL() throws {
        for test in try VectorFile("stream-ttl").tests {
            expect(StreamTTL(try test.string("value")) != nil, test, "valid")
        }
    }

    @Test func streamClosed() throws {
        for test in try VectorFile("stream-closed").tests {
            expect(StreamClosed.isPresent(try test.string("value")), test, "valid")
        }
    }

    @Test func offset() throws {
        for test in try VectorFile("offset").tests {
            expect(Offset(try test.string("value")) != nil, test, "valid")
        }
    }

    @Test func instant() throws {
        for test in try VectorFile("instant").tests {
            let instant = RFC3339Instant(try test.string("value"))
            expect(instant != nil, test, "valid")
            if let expected = test.fields["instant"] as? [Int], let instant {
                #expect([Int(instant.secondsSince1970), Int(instant.nanoseconds)] == expected, "\(test)")
            }
        }
    }

    @Test func producerFields() throws {
        for test in try VectorFile("producer-fields").tests {
            let parsed = ProducerStamp.parse(
                id: test.fields["producer-id"] as? String, epoch: test.fields["producer-epoch"] as? String,
                seq: test.fields["producer-seq"] as? String)
            let result =
                switch parsed {
                case .success(nil): "none"
                case .success: "valid"
                case .failure: "invalid"
                }
            #expect(result == test.result, "\(test)")
        }
    }

    @Test func producerTransition() throws {
        for test in try VectorFile("producer-transition").tests {
            let known = (test.fields["state"] as? [Int]).map {
                ProducerState(epoch: Int64($0[0]), lastSeq: Int64($0[1]))
            }
            let stamp = try #require(ProducerStamp(id: "p", epoch: test.number("epoch"), seq: test.number("seq")))
            let verdict = ProducerRule.decide(stamp, known)
            switch (verdict, test.result) {
            case (.accept(let state), "accept"):
                #expect((state.epoch, state.lastSeq) == (stamp.epoch, stamp.seq), "\(test)")
            case (.duplicate(let state), "duplicate"):
                #expect(state == known, "\(test)")
            case (.refuse(.sequenceGap(let expected, let received)), "gap"):
                #expect((expected, received) == (try test.number("expected"), stamp.seq), "\(test)")
            case (.refuse(.staleEpoch(let current)), "fenced"):
                #expect(current == (try test.number("current")), "\(test)")
            case (.refuse(.epochStartsAboveZero), "invalid"), (.refuse, "refused"):
                break
            default:
                Issue.record("\(test): \(verdict)")
            }
        }
    }

    @Test func jsonMessages() throws {
        for test in try VectorFile("json-messages").tests {
            let bytes = Array(try test.string("text").utf8)
            let sliced = try? JSONMessages(slicing: bytes)
            expect(sliced != nil, test, "valid")
            if let expected = test.fields["messages"] as? [String], let sliced {
                #expect(sliced.ranges.map { String(decoding: bytes[$0], as: UTF8.self) } == expected, "\(test)")
            }
        }
    }

    @Test func entityTag() throws {
        for test in try VectorFile("entity-tag").tests {
            let tag = try #require(EntityTag(test.string("tag")), "\(test)")
            let field = try #require(IfNoneMatch(test.string("field")), "\(test)")
            expect(field.matches(tag), test, "match")
        }
    }

    @Test func everyFileIsRead() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: VectorFile.directory.path)
        let kinds = files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
        #expect(
            kinds.sorted() == [
                "entity-tag", "instant", "json-messages", "offset", "producer-fields", "producer-transition",
                "stream-closed", "stream-ttl",
            ])
    }

    @Test(arguments: [
        "entity-tag", "instant", "json-messages", "offset", "producer-fields", "producer-transition", "stream-closed",
        "stream-ttl",
    ])
    func numbersAndFlagsAreSound(kind: String) throws {
        let file = try VectorFile(kind)
        #expect(file.tests.map(\.id) == Array(1...file.count))
        for test in file.tests {
            for flag in test.fields["flags"] as? [String] ?? [] {
                #expect(file.notes.contains(flag), "\(test)")
            }
        }
    }

    private func expect(_ holds: Bool, _ test: Vector, _ whenItHolds: String) {
        #expect(holds == (test.result == whenItHolds), "\(test)")
    }
}

/// One test of a vector file.
private struct Vector: CustomStringConvertible {
    let kind: String
    let fields: [String: Any]

    var id: Int { fields["id"] as? Int ?? 0 }
    var result: String { fields["result"] as? String ?? "" }
    var description: String { "\(kind) \(id): \(fields["comment"] ?? "")" }

    func string(_ name: String) throws -> String {
        try #require(fields[name] as? String, "\(self) has no text '\(name)'")
    }

    func number(_ name: String) throws -> Int64 {
        try #require((fields[name] as? NSNumber)?.int64Value, "\(self) has no number '\(name)'")
    }
}

/// A file of vectors.
private struct VectorFile {
    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Vectors")

    let tests: [Vector]
    let count: Int
    let notes: Set<String>

    init(_ kind: String) throws {
        let data = try Data(contentsOf: Self.directory.appendingPathComponent("\(kind).json"))
        let file = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        #expect(file["kind"] as? String == kind)
        let groups = try #require(file["groups"] as? [[String: Any]])
        tests = groups.flatMap { $0["tests"] as? [[String: Any]] ?? [] }.map { Vector(kind: kind, fields: $0) }
        count = try #require(file["count"] as? Int)
        notes = Set((file["notes"] as? [String: String] ?? [:]).keys)
    }
}
