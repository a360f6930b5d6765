import Foundation
import Testing

@testable import Vectors

struct VectorFolderTests {
    @Test func whatIsNoFolderIsNamed() {
        #expect {
            try VectorFolder(path: "/nowhere/at/all")
        } throws: { error in
            "\(error)" == "'/nowhere/at/all' is not a folder that can be read"
        }
    }

    @Test func aFolderWithoutVectorsIsNamed() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "tidemark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("{}".utf8).write(to: folder.appending(path: ".hidden.json"))
        #expect {
            try VectorFolder(path: folder.path)
        } throws: { error in
            "\(error)" == "no vectors (*.json) are in '\(folder.path)'"
        }
        try Data("{}".utf8).write(to: folder.appending(path: "a.json"))
        let found = try VectorFolder(path: folder.path)
        #expect(found.names == ["a"])
        #expect(throws: VectorFolder.Unreadable.self) { try found.schema() }
        #expect(throws: VectorFolder.Unreadable.self) { try found.entries(["b"]) }
    }

    @Test func aFileThatHoldsNoVectorsSaysWhatIsMissing() throws {
        for (text, reason) in [
            ("{}", "small has no text 'title'"),
            (SmallFile.text().replacing("stream-ttl", with: "x"), "group 'g' has the unknown operation 'x'"),
            (SmallFile.text().replacing(#""input": {"value": "01"}"#, with: #""in": 1"#), "test 2 has no input"),
            (SmallFile.text().replacing(#""id": 2"#, with: #""id": "2""#), "a test has no number 'id'"),
        ] {
            #expect {
                try SmallFile.file(text)
            } throws: { error in
                "\(error)" == reason
            }
        }
    }
}
