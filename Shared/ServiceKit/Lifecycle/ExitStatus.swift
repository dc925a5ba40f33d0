/// How a service's process ends, in the numbers of sysexits.h.
enum ExitStatus {
    /// Something that was not foreseen, or a part that failed; the log says what.
    static let failure: Int32 = 1
    /// A setting is missing or wrong (EX_CONFIG).
    static let configuration: Int32 = 78
}
