/// Orders by id, at most 50 in a call. Ids that the shop does not know are simply absent from the reply.
public struct GetOrders: TikTokShopCall {
    /// The orders; no further pages exist.
    public typealias Reply = Page<Order>
    /// "Get Order Detail".
    public static let endpoint = Endpoint.getOrders
    /// What the channel allows in a call.
    public static let maximumIDs = 50

    /// Which orders.
    public let ids: [String]

    /// Some orders of a shop.
    public init(ids: [String]) {
        self.ids = ids
    }

    /// As many calls as it takes for any number of ids, each id once, in order.
    public static func batches(of ids: [String]) -> [GetOrders] {
        var seen = Set<String>()
        let unique = ids.filter { seen.insert($0).inserted }
        return stride(from: 0, to: unique.count, by: maximumIDs).map { start in
            GetOrders(ids: Array(unique[start..<min(start + maximumIDs, unique.count)]))
        }
    }

    /// One parameter with commas, which the signature sees as they are.
    public var query: [QueryItem] { [QueryItem("ids", ids.joined(separator: ","))] }

    /// None, too many, or what is no id.
    public var problem: String? {
        if ids.isEmpty { return "ids: names no order" }
        if ids.count > Self.maximumIDs { return "ids: at most \(Self.maximumIDs)" }
        let isPlain = ids.allSatisfy { id in !id.isEmpty && id.utf8.count <= 64 && !id.contains(",") }
        return isPlain ? nil : "ids: an id is empty or contains a comma"
    }
}
