import Vectors

/// `tidemark vectors`: the test vectors, held against our code or put to a program.
enum VectorsCommand {
    /// Where the vectors lie unless `--dir` says otherwise.
    static let defaultFolder = "Vectors"

    /// How many failures of a file are shown unless `--show` says otherwise.
    static let defaultShown = 10

    /// Options that both commands have.
    static let common = OptionGroup(
        "Which vectors",
        [
            .value("--dir", "DIR", "the folder of the files and their schema, \(defaultFolder) by default"),
            .value("--file", "NAME,..", repeatable: true, "only these files, for example stream-ttl"),
        ])

    /// The option for how much is shown.
    static let show = OptionSpec.value("--show", "N", "failures shown of each file, \(defaultShown) by default")

    /// The folder that the options name.
    static func folder(_ parsed: ParsedArguments) throws(UsageError) -> VectorFolder {
        do throws(VectorFolder.Unreadable) {
            return try VectorFolder(path: parsed["--dir"] ?? defaultFolder)
        } catch {
            throw UsageError("--dir: \(error)")
        }
    }

    /// The files that the options name, and the schema.
    static func read(
        _ folder: VectorFolder, _ parsed: ParsedArguments
    ) throws(UsageError) -> (entries: [VectorFolder.Entry], schema: [UInt8]) {
        var names: [String] = []
        for word in parsed.all("--file").flatMap({ $0.split(separator: ",") }).map(String.init) {
            let name = word.hasSuffix(".json") ? String(word.dropLast(5)) : word
            guard folder.names.contains(name) else {
                let near = NearestName.suggestion(for: name, among: folder.names)
                throw UsageError("--file: '\(name)' is not a file of vectors in '\(folder.path)'\(near)")
            }
            if !names.contains(name) { names.append(name) }
        }
        do throws(VectorFolder.Unreadable) {
            return (try folder.entries(names.isEmpty ? folder.names : names), try folder.schema())
        } catch {
            throw UsageError("--dir: \(error)")
        }
    }

    /// How many failures of each file are shown.
    static func shown(_ parsed: ParsedArguments) throws(UsageError) -> Int {
        try OptionValue.integer("--show", of: parsed, in: 0...1_000_000) ?? defaultShown
    }
}
