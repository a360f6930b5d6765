import BlackBox
import Conformance
import Foundation
import HTTPMessage
import Specification

/// Writes a run as JSON, for programs. The schema is `Reports/schema/report.schema.json`.
public enum JSONReport {
    /// The name and version of the format, the value of `schema`.
    public static let schema = "tidemark/report/1"

    /// How many bytes of each body are kept.
    public static let maximumBodyBytes = 16 << 10

    /// How many exchanges of one check are kept: those that findings point at, then the first ones.
    public static let maximumExchanges = 50

    /// How long the `curl` line of an exchange may be that no finding points at; a longer one is cut, so that large
    /// bodies that were merely written on the way do not fill the file.
    public static let maximumCurlCharacters = 4096

    /// The file.
    ///
    /// - Throws: what Foundation's encoder throws.
    public static func text(for report: PublishableReport) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(document(for: report)), as: UTF8.self) + "\n"
    }

    private static func document(for report: PublishableReport) -> Document {
        let run = report.run
        return Document(
            schema: schema, version: ProductVersion.current, target: run.target.description, seed: run.seed,
            strict: run.isStrict, duration_ms: run.duration.reportedMilliseconds, verdict: run.verdict,
            verdict_reason: run.verdictReason, interrupted: run.wasInterrupted, broken_off: run.brokenOff,
            obstacle: run.obstacle,
            profiles: run.profiles.map {
                ProfileEntry(profile: $0.profile, offered: $0.isOffered, evidence: $0.evidence)
            },
            missing_profiles: run.missingProfiles, stale_known_failures: run.staleBaseline,
            summary: Summary(
                passed: run.count(.passed), failed: run.count(.failed), warned: run.count(.warned),
                skipped: run.count(.skipped), inconclusive: run.count(.inconclusive), known: run.count(.known)),
            coverage: CoveragePair(must: entry(for: .must(of: run)), should: entry(for: .should(of: run))),
            checks: run.results.map { entry(for: $0, in: report) })
    }

    private static func entry(for coverage: RequirementCoverage) -> CoverageEntry {
        CoverageEntry(
            requirements: coverage.requirements, excluded: coverage.excluded, checked: coverage.checked,
            judged: coverage.judged, broken: coverage.broken.map(\.rawValue),
            unjudged: coverage.unjudged.map(\.rawValue))
    }

    private static func entry(for result: CheckResult, in report: PublishableReport) -> CheckEntry {
        let requirement = result.check.requirement
        let kept = keptExchanges(of: result)
        return CheckEntry(
            id: result.check.id, requirements: result.check.requirements.map(\.id.rawValue),
            statement: requirement.statement, level: requirement.level, section: requirement.section.number,
            profile: requirement.profile, outcome: result.outcome, message: result.message,
            duration_ms: result.duration.reportedMilliseconds, target_broke: result.targetBroke,
            first_attempt: result.firstAttempt,
            findings: result.findings.map { finding in
                FindingEntry(
                    requirement: finding.requirement.id.rawValue, level: finding.requirement.level,
                    statement: finding.requirement.statement, expected: finding.expected, observed: finding.observed,
                    exchange: finding.exchange)
            },
            exchange_count: result.exchangeCount,
            exchanges: kept.map { number in
                let isDecisive = result.findings.contains { $0.exchange == number }
                return entry(for: result.exchanges[number], number: number, isDecisive: isDecisive, in: report)
            })
    }

    private static func keptExchanges(of result: CheckResult) -> [Int] {
        guard result.exchanges.count > maximumExchanges else { return Array(result.exchanges.indices) }
        let pointedAt = Set(result.findings.compactMap(\.exchange)).intersection(result.exchanges.indices)
        let others = result.exchanges.indices.filter { !pointedAt.contains($0) }
        return (pointedAt.sorted() + others).prefix(maximumExchanges).sorted()
    }

    private static func entry(
        for exchange: Exchange, number: Int, isDecisive: Bool, in report: PublishableReport
    ) -> ExchangeEntry {
        let request = exchange.request
        // Long bodies are not worth spelling out where the line is cut anyway.
        var spelled = exchange
        if !isDecisive, let body = request.body, body.count > maximumCurlCharacters {
            spelled.request.body = Array(body.prefix(maximumCurlCharacters))
        }
        let curl = report.curlLine(for: spelled)
        var entry = ExchangeEntry(
            number: number,
            request: RequestEntry(
                method: request.method.rawValue, url: (exchange.receivedAt ?? report.run.target).origin + request.path,
                headers: fields(request.headerFields), body: request.body.map(body), chunked: request.isChunked),
            timings_ms: TimingEntry(
                connected: exchange.timings.connected.reportedMilliseconds,
                first_byte: exchange.timings.firstByte.reportedMilliseconds,
                total: exchange.timings.total.reportedMilliseconds),
            connection: exchange.connection.map {
                ConnectionEntry(id: $0.id, reused: $0.isReused, version: $0.version)
            },
            curl: isDecisive ? curl : curl.cut(to: maximumCurlCharacters))
        switch exchange.outcome {
        case .success(let answer):
            entry.response = response(answer)
        case .failure(let failure):
            entry.failure = FailureEntry(
                kind: failure.kind.rawValue, message: failure.message, partial: failure.partial.map(response))
        }
        return entry
    }

    private static func response(_ answer: Exchange.Answer) -> ResponseEntry {
        ResponseEntry(
            status: answer.head.status.code, reason: answer.head.status.reasonPhrase,
            headers: fields(answer.head.headerFields),
            headers_omitted: answer.omittedFieldCount > 0 ? answer.omittedFieldCount : nil,
            body: body(answer.body, omitted: answer.omittedByteCount))
    }

    private static func fields(_ fields: HTTPFields) -> [FieldEntry] {
        fields.map { FieldEntry(name: $0.name.rawName, value: $0.value) }
    }

    private static func body(_ bytes: [UInt8]) -> BodyEntry { body(bytes, omitted: 0) }

    private static func body(_ bytes: [UInt8], omitted: Int) -> BodyEntry {
        let excerpt = BodyExcerpt(bytes, limit: maximumBodyBytes, omitted: omitted)
        return BodyEntry(
            bytes: excerpt.size, encoding: excerpt.encoding, content: excerpt.content,
            truncated: excerpt.isTruncated)
    }
}
