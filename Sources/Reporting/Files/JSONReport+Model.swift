import Conformance
import Specification

extension JSONReport {
    /// What the file holds. `Reports/schema/report.schema.json` describes it; names only ever get added.
    struct Document: Encodable {
        var schema: String
        var version: String
        var target: String
        var seed: UInt64
        var strict: Bool
        var duration_ms: Double
        var verdict: Verdict
        var verdict_reason: String
        var interrupted: Bool
        var broken_off: String?
        var obstacle: String?
        var profiles: [ProfileEntry]
        var missing_profiles: [Profile]
        var stale_known_failures: [String]
        var summary: Summary
        var coverage: CoveragePair
        var checks: [CheckEntry]
    }

    struct ProfileEntry: Encodable {
        var profile: Profile
        var offered: Bool?
        var evidence: String

        enum CodingKeys: CodingKey { case profile, offered, evidence }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(profile, forKey: .profile)
            // Unknown is written as null, because a name that is not there would read as a defect.
            try container.encode(offered, forKey: .offered)
            try container.encode(evidence, forKey: .evidence)
        }
    }

    struct Summary: Encodable {
        var passed: Int
        var failed: Int
        var warned: Int
        var skipped: Int
        var inconclusive: Int
        var known: Int
    }

    struct CoveragePair: Encodable {
        var must: CoverageEntry
        var should: CoverageEntry
    }

    struct CoverageEntry: Encodable {
        var requirements: Int
        var excluded: Int
        var checked: Int
        var judged: Int
        var broken: [String]
        var unjudged: [String]
    }

    struct CheckEntry: Encodable {
        var id: String
        var requirements: [String]
        var statement: String
        var level: Requirement.Level
        var section: String
        var profile: Profile
        var outcome: Outcome
        var message: String
        var duration_ms: Double
        var target_broke: Bool
        var first_attempt: String?
        var findings: [FindingEntry]
        var exchange_count: Int
        var exchanges: [ExchangeEntry]
    }

    struct FindingEntry: Encodable {
        var requirement: String
        var level: Requirement.Level
        var statement: String
        var expected: String
        var observed: String
        var exchange: Int?
    }

    struct ExchangeEntry: Encodable {
        var number: Int
        var request: RequestEntry
        var response: ResponseEntry?
        var failure: FailureEntry?
        var timings_ms: TimingEntry
        var connection: ConnectionEntry?
        var curl: String
    }

    struct RequestEntry: Encodable {
        var method: String
        var url: String
        var headers: [FieldEntry]
        var body: BodyEntry?
        var chunked: Bool
    }

    struct ResponseEntry: Encodable {
        var status: Int
        var reason: String
        var headers: [FieldEntry]
        var headers_omitted: Int?
        var body: BodyEntry
    }

    struct FailureEntry: Encodable {
        var kind: String
        var message: String
        var partial: ResponseEntry?
    }

    struct FieldEntry: Encodable {
        var name: String
        var value: String
    }

    struct BodyEntry: Encodable {
        var bytes: Int
        var encoding: BodyExcerpt.Encoding
        var content: String
        var truncated: Bool
    }

    struct TimingEntry: Encodable {
        var connected: Double
        var first_byte: Double
        var total: Double
    }

    struct ConnectionEntry: Encodable {
        var id: Int
        var reused: Bool
        var version: String
    }
}
