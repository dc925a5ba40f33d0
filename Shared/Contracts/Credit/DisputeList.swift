/// Request: which data does the person contest? The newest 500.
public struct DisputeList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.dispute.list.v1"
    /// Last opened first.
    public typealias Reply = [DisputeRecord]

    /// Puts the question together.
    public init() {}
}
