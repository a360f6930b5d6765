import Foundation
import Specification

@testable import Vectors

/// The vectors of the repository.
enum Repository {
    /// Their folder.
    static let path = URL(filePath: #filePath).appending(path: "../../../../Vectors").standardizedFileURL.path

    /// Every file, read.
    static func files() throws -> [VectorFile] {
        let folder = try VectorFolder(path: path)
        return try folder.entries(folder.names).map { try VectorFile(name: $0.name, JSONValue.parse($0.bytes)) }
    }

    /// The schema.
    static func schema() throws -> [UInt8] { try VectorFolder(path: path).schema() }
}

/// A small file of `stream-ttl` cases, and what tests change about it.
enum SmallFile {
    static func text(
        count: Int = 2, second: String = #"{"id": 2, "comment": "b", "input": {"value": "01"}, "result": "invalid"}"#,
        notes: String = "{}", more: String = ""
    ) -> String {
        """
        {"schema": "schema/vectors.schema.json", "kind": "small", "title": "t", "section": "5.1", "count": \(count),
        \(more) "notes": \(notes), "groups": [{"name": "g", "operation": "stream-ttl", "about": "a", "tests": [
        {"id": 1, "comment": "a", "input": {"value": "1"}, "result": "valid"}, \(second)]}]}
        """
    }

    /// Verifies the text as a file named `small`.
    static func verify(_ text: String) throws -> Verification {
        try Verification(
            of: [VectorFolder.Entry(name: "small", bytes: Array(text.utf8))], schema: Repository.schema())
    }

    /// The text as a file.
    static func file(_ text: String = text()) throws -> VectorFile {
        try VectorFile(name: "small", JSONValue.parse(text))
    }
}
