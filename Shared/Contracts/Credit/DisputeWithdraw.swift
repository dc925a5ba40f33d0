/// Request: contest a datum no more. Asked as the person.
public struct DisputeWithdraw: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.dispute.withdraw.v1"
    /// The dispute as it is now.
    public typealias Reply = DisputeRecord

    /// The one that is to end.
    public var dispute: DisputeID

    /// Puts the question together.
    public init(dispute: DisputeID) {
        self.dispute = dispute
    }
}
