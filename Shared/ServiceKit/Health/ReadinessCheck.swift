/// A named question whose answer decides whether a service may be given work: "does the database answer?"
public struct ReadinessCheck: Sendable {
    /// What is asked, in a word: `postgres`, `broker`.
    public let name: String
    /// An answer that takes longer counts as a no.
    public let deadline: Duration
    /// Returns for a yes, throws the reason for a no.
    let ask: @Sendable () async throws -> Void

    /// Makes a check; it is asked about once a second, so it should cost little.
    public init(_ name: String, deadline: Duration = .seconds(2), ask: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.deadline = deadline
        self.ask = ask
    }
}

/// Why a check said no.
public struct NotReady: Error, CustomStringConvertible {
    /// The reason, for people; without secrets.
    public let reason: String

    /// Gives the reason.
    public init(reason: String) {
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }
}
