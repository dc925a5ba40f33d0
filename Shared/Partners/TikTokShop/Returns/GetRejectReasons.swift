public import Outbound

/// The reasons for which a buyer's wish may be refused just now. Ask right before ``RejectCancellation``.
public struct GetRejectReasons: TikTokShopCall {
    /// The reasons; no further pages exist.
    public typealias Reply = Page<RejectReason>
    /// "Get Reject Reasons".
    public static let endpoint = Endpoint.rejectReasons

    /// The cancellation or return.
    public let id: String

    /// The reasons for one wish.
    public init(id: String) {
        self.id = id
    }

    /// The wish stands in the query.
    public var query: [QueryItem] { [QueryItem("return_or_cancel_id", id)] }
    /// Without a wish.
    public var problem: String? { id.isEmpty ? "return_or_cancel_id: is empty" : nil }
}

/// A reason for refusing.
public struct RejectReason: Codable, Sendable, Hashable, PageItem {
    /// The field that holds the list.
    public static let listKey = "reasons"

    /// The key, for the refusal.
    @Loose public var name: String?
    /// For people.
    @Loose public var text: String?

    /// An empty one, to be filled.
    public init() {}
}
