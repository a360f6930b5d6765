import Foundation
import Mutants

/// The kill matrix as JSON, without anything that differs from run to run.
public struct MutationJSON {
    /// The name and version of the format, the value of `schema`.
    public static let schema = "tidemark/mutation/1"

    private let report: MutationReport

    /// The matrix of a report.
    public init(_ report: MutationReport) { self.report = report }

    /// The file.
    public var text: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = Document(
            schema: Self.schema, checks: report.checkCount, unsound: report.unsound,
            requirements_without_mutant: report.withoutMutant.map(\.id.rawValue),
            summary: Dictionary(
                uniqueKeysWithValues: MutationReport.Verdict.allCases.map { ($0.rawValue, report.count($0)) }),
            mutants: report.rows.map { row in
                Document.Entry(
                    id: row.mutant.id, summary: row.mutant.summary, kind: row.mutant.kind.rawValue,
                    breaks: row.mutant.breaks.map(\.id.rawValue), verdict: row.verdict.rawValue, noticed: row.noticed)
            })
        // Texts and numbers can always be encoded.
        guard let data = try? encoder.encode(document) else { preconditionFailure("the kill matrix is not JSON") }
        return String(decoding: data, as: UTF8.self) + "\n"
    }

    private struct Document: Encodable {
        struct Entry: Encodable {
            var id: String
            var summary: String
            var kind: String
            var breaks: [String]
            var verdict: String
            var noticed: [String]
        }

        var schema: String
        var checks: Int
        var unsound: [String]
        var requirements_without_mutant: [String]
        var summary: [String: Int]
        var mutants: [Entry]
    }
}
