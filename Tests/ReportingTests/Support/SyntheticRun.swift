import BlackBox
import Conformance
import HTTPMessage
import Specification
import Testing

@testable import Reporting

/// A run in which everything that a report has to show occurs once.
enum SyntheticRun {
    /// The value of `--bearer` in this run, which a careless server echoes.
    static let token = "s3cr3t-t0ken"
    /// The value of `--header 'X-Tenant: …'` in this run.
    static let tenant = "blue tenant of the north"

    static func target() throws -> Target {
        Target(
            base: try BaseURL("http://127.0.0.1:4437/v1/stream"),
            headerFields: [
                .authorization: "Bearer \(token)", try #require(name("X-Tenant")): tenant,
            ])
    }

    /// Checks with every outcome, profiles of every kind, a stale entry, a missing profile.
    static func report() throws -> RunReport {
        RunReport(
            target: try target().base, seed: 42, duration: .milliseconds(4321),
            profiles: [
                ProfileOffer(.core, isOffered: true, evidence: "PUT creates a stream"),
                ProfileOffer(.sse, isOffered: false, evidence: "live=sse was answered 400, to \(token)"),
                ProfileOffer(.fork, isOffered: nil, evidence: "probing failed"),
            ],
            results: [
                CheckResult(check: check(.closureAppendsRejected, "synthetic"), outcome: .passed, exchangeCount: 3),
                try failed(), try warned(), try inconclusive(), try known(),
                CheckResult(
                    check: check(.longPollDataCursor, "synthetic"), outcome: .skipped,
                    message: "the target does not offer long-poll: live=long-poll was answered 400"),
            ],
            staleBaseline: ["create.*"], missingProfiles: [.sse])
    }

    static func publishable(_ report: RunReport? = nil) throws -> PublishableReport {
        PublishableReport(try report ?? self.report(), target: try target())
    }

    static func check(_ requirement: Requirement, _ variant: String? = nil) -> Check {
        Check(requirement, variant) { _ in }
    }

    private static func failed() throws -> CheckResult {
        let requirement = Requirement.appendEmptyBodyRejected
        return CheckResult(
            check: check(requirement, "synthetic"), outcome: .failed,
            message: "expected status 400, got 204 No Content",
            findings: [
                Finding(requirement: requirement, expected: "status 400", observed: "204 No Content", exchange: 1),
                Finding(requirement: requirement, expected: "no bytes", observed: "<\u{1B}[31m&\"]]>", exchange: nil),
            ],
            exchanges: [
                try exchange("PUT", status: 201, body: []),
                try exchange(
                    "POST", status: 204, body: Array("you are \(token) of \(tenant) <b>\u{1B}[2J\u{0}</b>".utf8)),
                try exchange("GET", status: 200, body: [0xFF, 0xFE, 0x00, 0x80]),
            ],
            exchangeCount: 3, duration: .milliseconds(12), targetBroke: true)
    }

    private static func warned() throws -> CheckResult {
        let requirement = try #require(Requirement.all.first { $0.level == .should && $0.exclusion == nil })
        return CheckResult(
            check: check(requirement, "synthetic"), outcome: .warned, message: "expected this, got that",
            findings: [Finding(requirement: requirement, expected: "this", observed: "that", exchange: 0)],
            exchanges: [try exchange("GET", status: 200, body: Array("x".utf8))], exchangeCount: 1)
    }

    private static func inconclusive() throws -> CheckResult {
        var exchange = try exchange("GET", status: 200, body: [])
        let partial = Exchange.Answer(head: HTTPResponse(status: .ok), body: Array("part".utf8))
        exchange.outcome = .failure(
            TransportFailure(.closedEarly, "closed in the middle of the body after \(token)", partial: partial))
        exchange.connection = nil
        return CheckResult(
            check: check(.deleteSucceeds, "synthetic"), outcome: .inconclusive,
            message: "PUT was answered 500 ]]> & <x>",
            exchanges: [exchange], exchangeCount: 1)
    }

    private static func known() throws -> CheckResult {
        let requirement = Requirement.headMissingStream
        return CheckResult(
            check: check(requirement, "synthetic"), outcome: .known, message: "expected status 404, got 200 OK",
            findings: [Finding(requirement: requirement, expected: "status 404", observed: "200 OK", exchange: nil)])
    }

    static func exchange(_ method: String, status: Int, body: [UInt8]) throws -> Exchange {
        let fields = try target().headerFields
        return Exchange(
            request: OutgoingRequest(
                method: try #require(HTTPRequest.Method(rawValue: method)), path: "/v1/stream/a?offset=-1",
                headerFields: fields + [HTTPField(name: .contentType, value: "text/plain")],
                body: method == "GET" ? nil : Array("sent".utf8)),
            outcome: .success(
                Exchange.Answer(
                    head: HTTPResponse(
                        status: .init(code: status),
                        headerFields: [.streamNextOffset: "0_4", .contentType: "text/plain", .location: "/\(token)"]),
                    body: body)),
            timings: Exchange.Timings(firstByte: .microseconds(800), total: .microseconds(1200)),
            connection: Exchange.Connection(id: 1, isReused: true, version: "HTTP/1.1"))
    }

    private static func name(_ name: String) -> HTTPField.Name? { HTTPField.Name(name) }
}
