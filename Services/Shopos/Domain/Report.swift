/// What a command has found: JSON for programs, text for people.
protocol Report: Encodable, Sendable {
    /// For people.
    func text(_ style: Style) -> String
    /// How the command ends.
    var status: Trouble.Status { get }
}

extension Report {
    /// All is well.
    var status: Trouble.Status { .fine }
}

/// A command that came to nothing, for programs: they find the reason where the answer would have been.
struct FailedReport: Report {
    /// Why.
    struct Reason: Encodable, Sendable {
        /// The word for programs, such as `timedOut`.
        let code: String
        /// One sentence.
        let sentence: String
    }

    let error: Reason

    init(_ trouble: Trouble) {
        error = Reason(code: trouble.code, sentence: trouble.sentence)
    }

    func text(_ style: Style) -> String { error.sentence }
}

/// A service that could not be asked.
struct Silence: Codable, Sendable, Hashable {
    let service: String
    /// Such as `timedOut` or `operatorsOnly`.
    let code: String
    let sentence: String
    /// Whether it refused, rather than not to answer.
    let isRefusal: Bool
}

extension Sequence<Silence> {
    /// How a command ends that could not ask these. Who ends a command knows that it is not done.
    var status: Trouble.Status {
        map { $0.isRefusal || $0.code == Trouble.interrupted ? Trouble.Status.amiss : .unavailable }.max() ?? .fine
    }

    /// A line each, which names the service.
    func lines(_ style: Style) -> [String] {
        map { style.paint($0.sentence.hasPrefix($0.service) ? $0.sentence : "\($0.service): \($0.sentence)", .bad) }
    }
}
