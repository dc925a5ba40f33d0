/// Request: which shops and creator accounts may our app see that only reads, or might it?
public struct ReadGrantList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.read_grant.list.v1"
    /// By title, at most 1000.
    public typealias Reply = [ReadGrantRecord]

    /// Puts the record together.
    public init() {}
}
