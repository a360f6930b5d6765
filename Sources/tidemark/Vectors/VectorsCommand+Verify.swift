import Vectors

extension VectorsCommand {
    /// `vectors verify`.
    static let verify = CommandSpec(
        "vectors verify", "hold the test vectors against their schema and our own code",
        groups: [common, OptionGroup("Output", [show])],
        notes: """
            Tests with the result "acceptable" were answered in a way that the text permits beside the one it
            demands or recommends.

            exit status: 0 every file is sound and every test agrees, 1 something does not, 2 usage

            Example: after a change to a file
              tidemark vectors verify --file stream-ttl
            """)

    /// Carries out `vectors verify`.
    static func runVerify(_ parsed: ParsedArguments, console: Console) throws(UsageError) -> Int32 {
        let page = VectorsPage(shown: try shown(parsed))
        let (entries, schema) = try read(try folder(parsed), parsed)
        let verification: Verification
        do throws(SchemaError) {
            verification = try Verification(of: entries, schema: schema)
        } catch {
            console.error("tidemark vectors verify: \(VectorFolder.schemaName): \(error)\n")
            return ExitStatus.failure
        }
        console.out(page.text(of: verification.failures))
        for defect in verification.defects { console.out("DEFECT \(defect)\n") }
        console.out(page.table(of: verification.tallies))
        return verification.isFlawless ? ExitStatus.success : ExitStatus.failure
    }
}
