/// Compares what a seller granted with what calls need, before the channel answers 105005 without saying what is
/// missing. It speaks of documented keys alone: under a key that was guessed a permission seems missing that is there.
public struct ScopeCheck: Sendable, Hashable {
    /// A scope that was not granted and the calls that will fail without it.
    public struct Missing: Sendable, Hashable {
        /// The key to enable in Partner Center.
        public let scope: Scope
        /// The names of the calls.
        public let calls: [String]
    }

    /// What is missing, by key; empty when every call is allowed, as far as keys are documented.
    public let missing: [Missing]

    /// Checks the scopes of a ``TokenGrant`` against endpoints, by default all that the platform cannot do without.
    public init(granted: [String], endpoints: [Endpoint] = Endpoint.needed) {
        let granted = Set(granted)
        let needed = Dictionary(grouping: endpoints, by: \.scope)
        missing =
            needed
            .filter { $0.key.isDocumented && !granted.contains($0.key.rawValue) }
            .map { Missing(scope: $0.key, calls: $0.value.map(\.name).sorted()) }
            .sorted { $0.scope.rawValue < $1.scope.rawValue }
    }

    /// What a person has to do; nil when nothing is missing. Granting needs both steps: an old token learns nothing
    /// new.
    public var advice: String? {
        guard !missing.isEmpty else { return nil }
        let lines = missing.map { "\($0.scope) (needed for: \($0.calls.joined(separator: ", ")))" }
        return "Enable in Partner Center, then authorize again: " + lines.joined(separator: "; ")
    }
}
