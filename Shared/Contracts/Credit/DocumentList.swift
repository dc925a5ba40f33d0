/// Request: which papers has the person declared?
public struct DocumentList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.document.list.v1"
    /// By market.
    public typealias Reply = [DocumentRecord]

    /// Puts the question together.
    public init() {}
}
