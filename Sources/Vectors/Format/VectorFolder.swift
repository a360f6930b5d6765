import Foundation
import Specification

/// A folder of vector files with their schema.
public struct VectorFolder: Sendable {
    /// Why a folder or a file in it cannot be read.
    public struct Unreadable: Error, Sendable, CustomStringConvertible {
        /// A sentence that names the path.
        public let description: String
    }

    /// A file as it lies there.
    public struct Entry: Sendable {
        /// The name without its suffix.
        public let name: String
        /// The bytes.
        public let bytes: [UInt8]
    }

    /// Where the schema lies in the folder.
    public static let schemaName = "schema/vectors.schema.json"

    /// The largest file that is read: 16 MiB, many times the largest there is.
    public static let maximumFileBytes = 16 << 20

    /// The path of the folder.
    public let path: String

    /// The names of the files with vectors, without their suffix, in order.
    public let names: [String]

    /// Looks into a folder.
    ///
    /// - Throws: When there is none, or no vectors are in it.
    public init(path: String) throws(Unreadable) {
        self.path = path
        guard let entries = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw Unreadable(description: "'\(path)' is not a folder that can be read")
        }
        names = entries.filter { $0.hasSuffix(".json") && !$0.hasPrefix(".") }.map { String($0.dropLast(5)) }.sorted()
        guard !names.isEmpty else { throw Unreadable(description: "no vectors (*.json) are in '\(path)'") }
    }

    /// Reads the schema.
    public func schema() throws(Unreadable) -> [UInt8] { try read(Self.schemaName) }

    /// Reads files by their names without suffix.
    public func entries(_ names: [String]) throws(Unreadable) -> [Entry] {
        var entries: [Entry] = []
        for name in names { entries.append(Entry(name: name, bytes: try read(name + ".json"))) }
        return entries
    }

    private func read(_ name: String) throws(Unreadable) -> [UInt8] {
        let file = path + "/" + name
        guard let handle = FileHandle(forReadingAtPath: file),
            let data = try? handle.read(upToCount: Self.maximumFileBytes + 1)
        else { throw Unreadable(description: "'\(file)' cannot be read") }
        guard data.count <= Self.maximumFileBytes else {
            throw Unreadable(description: "'\(file)' is larger than \(Self.maximumFileBytes) bytes")
        }
        return Array(data)
    }
}
