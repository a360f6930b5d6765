/// What the process tells its caller.
enum ExitStatus {
    /// Conformant; for other commands than `test`: done.
    static let success: Int32 = 0
    /// Not conformant; for `spec coverage`: something is not accounted for.
    static let failure: Int32 = 1
    /// The command line cannot be carried out: a flag, a file or an address has to be changed.
    static let usage: Int32 = 2
    /// Nothing could be judged, or not enough of it.
    static let inconclusive: Int32 = 3
    /// A defect of Tidemark itself, or a machine that does not let it work (`EX_SOFTWARE`).
    static let internalError: Int32 = 70
    /// Stopped by a second interrupt: 128 and the number of SIGINT.
    static let interrupted: Int32 = 130
}
