/// Request: what a person does about a failure.
///
/// Asked of the service that has the failure: see ``Topology/key(_:at:)``. Refused as `notFound`, or as
/// `conflict` with the code `settledAlready`; a replay also with `erased`, once its buyer was erased, and with
/// `laneGone`, where the service that answers does not handle its lane.
public struct FailureAct: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.failure.act.v1"
    /// As it stands now.
    public typealias Reply = FailureRecord

    /// The message's id.
    public var message: MessageID
    /// The queue whose handler failed.
    public var lane: String
    /// What is done.
    public var act: Act

    /// What is done.
    public enum Act: String, Codable, Sendable, CaseIterable {
        /// Handle it again.
        case replay
        /// It is settled; it never runs again.
        case discard
    }

    /// Puts the record together.
    public init(message: MessageID, lane: String, act: Act) {
        self.message = message
        self.lane = lane
        self.act = act
    }
}
