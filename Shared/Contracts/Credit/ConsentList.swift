/// Request: which consents has the person given, or the lender been given? The newest 500.
public struct ConsentList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.consent.list.v1"
    /// Last given first.
    public typealias Reply = [ConsentRecord]

    /// Puts the question together.
    public init() {}
}
