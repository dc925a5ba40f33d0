/// Request: which links are there, of the person or of the brand that asks? The newest 500.
public struct LinkList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.link.list.v1"
    /// Last changed first.
    public typealias Reply = [SubjectLink]

    /// Puts the question together.
    public init() {}
}
