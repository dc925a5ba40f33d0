/// Request: which shops are connected, or were?
public struct ConnectionList: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.connection.list.v1"
    /// By title, at most 1000.
    public typealias Reply = [ConnectionRecord]

    /// Puts the record together.
    public init() {}
}
