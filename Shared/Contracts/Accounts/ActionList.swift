/// Request: what was done, newest first?
public struct ActionList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.action.list.v1"

    /// One page of the list.
    public struct Reply: Codable, Sendable, Hashable {
        /// What was done, newest first.
        public var actions: [ActionRecord]
        /// Where the next page begins; nil at the end.
        public var next: String?

        /// Puts the page together.
        public init(actions: [ActionRecord], next: String?) {
            self.actions = actions
            self.next = next
        }
    }

    /// Whose log; nil for all that the caller may see.
    public var tenant: TenantID?
    /// Only this kind of action, such as `labelBought`.
    public var action: String?
    /// From this time on.
    public var from: Instant?
    /// Before this time.
    public var until: Instant?
    /// ``Reply/next`` of the page before.
    public var cursor: String?
    /// How many; 1 to 200, by default 50.
    public var limit: Int?

    /// Puts the question together.
    public init(
        tenant: TenantID? = nil, action: String? = nil, from: Instant? = nil, until: Instant? = nil,
        cursor: String? = nil, limit: Int? = nil
    ) {
        self.tenant = tenant
        self.action = action
        self.from = from
        self.until = until
        self.cursor = cursor
        self.limit = limit
    }
}

/// A line of the log of actions.
public struct ActionRecord: Codable, Sendable, Hashable {
    /// Names the line: the id of the message that told it.
    public var id: ActionID
    /// The tenant whose log it stands in.
    public var tenant: TenantID
    /// What was done, as the message told it.
    public var taken: ActionTaken

    /// Puts the record together.
    public init(id: ActionID, tenant: TenantID, taken: ActionTaken) {
        self.id = id
        self.tenant = tenant
        self.taken = taken
    }
}

/// A line of the log of actions.
public typealias ActionID = Identifier<Action>
/// What an ``ActionID`` names.
public enum Action {}
