/// Why a command could not be carried out: a sentence for people, and the exit code.
struct Trouble: Error, Equatable, CustomStringConvertible {
    /// How the command ends, in the numbers of sysexits.h where they fit.
    enum Status: Int32, Sendable {
        /// All is well.
        case fine = 0
        /// Something is not as it should be, or was refused.
        case amiss = 1
        /// The command line is wrong (EX_USAGE).
        case usage = 64
        /// A service or the broker does not answer (EX_UNAVAILABLE).
        case unavailable = 69
        /// A setting is wrong (EX_CONFIG).
        case configuration = 78
    }

    /// The word for a command that somebody ended.
    static let interrupted = "interrupted"

    let status: Status
    /// One sentence.
    let sentence: String
    /// The word for programs.
    let code: String
    /// Where a service's clock is the reason.
    var clockGap: ClockGap?

    init(_ status: Status, code: String, _ sentence: String) {
        self.status = status
        self.code = code
        self.sentence = sentence
    }

    var description: String { sentence }
}

extension Trouble.Status: Comparable {
    /// The graver one is the greater one: not to know is worse than to know that something is amiss.
    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
