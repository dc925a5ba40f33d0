/// Request: settle a dispute. Only operators may. What is accepted counts as missing from now on.
public struct DisputeSettle: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.dispute.settle.v1"
    /// The dispute as it is now.
    public typealias Reply = DisputeRecord

    /// The one that is to end.
    public var dispute: DisputeID
    /// Whether the person is right.
    public var isAccepted: Bool
    /// What the person is told; 1 to 1,000 characters.
    public var answer: String

    /// Puts the question together.
    public init(dispute: DisputeID, isAccepted: Bool, answer: String) {
        self.dispute = dispute
        self.isAccepted = isAccepted
        self.answer = answer
    }
}
