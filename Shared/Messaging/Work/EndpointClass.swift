/// Calls that share one limit: a partner's orders that are read, its stock that is written.
///
/// Per shop and class at most as many jobs run at a time as ``WorkLimits/parallel`` says, over all instances.
public struct EndpointClass: Sendable, Hashable {
    /// Whose limit it is.
    public enum Account: String, Sendable, Codable {
        /// Each shop's own.
        case shop
        /// Each tenant's own, such as one who brings an account with a carrier.
        case tenant
        /// One for all.
        case app
    }

    /// How fast a partner is called. The rate finds the limit by itself: it grows while it is what holds work up, and
    /// falls when the partner says that it was too much.
    public struct Budget: Sendable, Hashable {
        /// Our identity at the partner, such as `tiktok.operations`.
        public let app: String
        /// Whose limit it is.
        public let account: Account
        /// Calls a second to begin with.
        public let start: Double
        /// Calls a second that are never exceeded; a limit that the partner publishes.
        public let highest: Double
    }

    /// Unique in the service, such as `tiktok.orders`.
    public let name: String
    /// Nil: nobody is called.
    public let budget: Budget?
    /// Whether its calls change something at the partner's.
    public let isWriting: Bool

    /// Calls of which the partner bears more; three a second to begin with.
    public static func reads(
        _ name: String, app: String, account: Account = .shop, start: Double = 3, highest: Double = 50
    ) -> EndpointClass {
        EndpointClass(
            name: name, budget: Budget(app: app, account: account, start: start, highest: highest), isWriting: false)
    }

    /// Calls of which the partner bears fewer; one a second to begin with.
    public static func writes(
        _ name: String, app: String, account: Account = .shop, start: Double = 1, highest: Double = 20
    ) -> EndpointClass {
        EndpointClass(
            name: name, budget: Budget(app: app, account: account, start: start, highest: highest), isWriting: true)
    }

    /// Work that takes its time but calls nobody: timers, long computations.
    public static func inside(_ name: String) -> EndpointClass {
        EndpointClass(name: name, budget: nil, isWriting: false)
    }
}
