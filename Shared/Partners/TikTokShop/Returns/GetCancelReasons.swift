public import Outbound

/// Whether and for which reasons the seller may cancel an order. ``CancelOrder`` takes exactly one of these.
public struct GetCancelReasons: TikTokShopCall {
    /// What may be done, by SKU and line.
    public typealias Reply = Eligibility
    /// "Get Aftersale Eligibility".
    public static let endpoint = Endpoint.eligibility

    /// The order.
    public let orderID: String

    /// The reasons for one order.
    public init(orderID: String) {
        self.orderID = orderID
    }

    /// The order stands in the path.
    public var pathArguments: [String] { [orderID] }
    /// As the seller, about cancelling.
    public var query: [QueryItem] {
        [QueryItem("initiate_aftersale_user", "SELLER"), QueryItem("request_types", "CANCEL")]
    }
}

/// What may be done with an order.
public struct Eligibility: Codable, Sendable, Hashable {
    /// By SKU.
    public var skus: [SKU]?

    /// An empty one, to be filled.
    public init() {}

    /// Reasons that every eligible line allows, in the order of the first; empty when nothing can be cancelled.
    public var reasons: [String] {
        let eligible = (skus ?? []).flatMap { $0.lines ?? [] }.filter { $0.isEligible == true }
        guard let first = eligible.first else { return [] }
        let shared = eligible.dropFirst().reduce(Set(first.reasons)) { $0.intersection($1.reasons) }
        return first.reasons.filter(shared.contains)
    }

    /// What may be done with the lines of a SKU.
    public struct SKU: Codable, Sendable, Hashable {
        /// The listing's variant.
        @Loose public var id: String?
        /// By request.
        public var lines: [Line]?

        /// An empty one, to be filled.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case id = "sku_id"
            case lines = "line_item_eligibility"
        }
    }

    private enum CodingKeys: String, CodingKey {
        case skus = "sku_eligibility"
    }
}

extension Eligibility {
    /// Whether a request may be made for some lines.
    public struct Line: Codable, Sendable, Hashable {
        /// `CANCEL`, `REFUND` or `RETURN_AND_REFUND`.
        @Loose public var requestType: String?
        /// Whether it may.
        @Loose public var isEligible: Bool?
        /// Why not, as a number.
        @Loose public var ineligibleCode: Int?
        /// Why not, in words.
        @Loose public var ineligibleReason: String?
        /// Which lines.
        public var lineItemIDs: [String]?
        private var reasonNames: OneOrMany?

        /// An empty one, to be filled.
        public init() {}

        /// The keys of the reasons that may be named.
        public var reasons: [String] { reasonNames?.texts ?? [] }

        private enum CodingKeys: String, CodingKey {
            case requestType = "request_type"
            case isEligible = "eligible"
            case ineligibleCode = "ineligible_code"
            case ineligibleReason = "ineligible_reason"
            case lineItemIDs = "order_line_items_ids"
            case reasonNames = "available_reason_names"
        }
    }
}

/// A list that the documentation shows as a single text.
struct OneOrMany: Codable, Sendable, Hashable {
    let texts: [String]

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let list = try? container.decode([String].self) {
            texts = list
        } else {
            texts = try String.loose(from: container).map { $0.isEmpty ? [] : [$0] } ?? []
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(texts)
    }
}
