/// Request: which messages of the caller's could a service not handle? The last failed first.
///
/// Asked of one service at a time: see ``Topology/key(_:at:)``.
public struct FailureList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.failure.list.v1"
    /// Last failed first.
    public typealias Reply = [FailureRecord]

    /// Only those in this state.
    public var state: FailureRecord.State?
    /// Only those after this one in the list.
    public var after: FailureMark?
    /// How many; 1 to 200, by default 50.
    public var limit: Int?

    /// Puts the record together.
    public init(state: FailureRecord.State? = nil, after: FailureMark? = nil, limit: Int? = nil) {
        self.state = state
        self.after = after
        self.limit = limit
    }
}
