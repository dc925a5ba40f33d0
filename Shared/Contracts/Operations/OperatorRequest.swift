/// A request that an operator of the platform may make and nobody else: it is about all tenants, or about the service
/// itself. Every service answers for itself: see ``Topology/key(_:at:)``.
///
/// It is answered only when the broker vouches that ``Topology/operatorUser`` has sent it.
public protocol OperatorRequest: Request {}

extension Topology {
    /// The broker user as whom operators ask. The broker refuses a message whose `user_id` is not its sender's, so no
    /// service, gateway or outside producer can pass for an operator.
    public static let operatorUser = "operator"

    /// What every service answers its operators.
    public static let ofOperators: [any OperatorRequest.Type] = [
        ServiceInspect.self, FailureGroupList.self, FailureFind.self, FailureSettle.self, WorkFind.self,
        WorkSettle.self, WorkHold.self, OrderTrace.self, FactList.self, QueueResend.self,
        ReceiptList.self,
    ]
}
