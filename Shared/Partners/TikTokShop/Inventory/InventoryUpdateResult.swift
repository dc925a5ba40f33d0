public import Outbound

/// What an update did: failures of single variants hide inside a success.
public struct InventoryUpdateResult: Codable, Sendable, Hashable {
    /// What was refused; empty when everything was set.
    public var errors: [Failure]?

    /// A full success.
    public init() {}

    /// Whether everything was set.
    public var isComplete: Bool { errors?.isEmpty ?? true }

    /// Why a variant was refused.
    public struct Failure: Codable, Sendable, Hashable {
        /// The channel's number.
        @Loose public var code: Int?
        /// The channel's words.
        @Loose public var message: String?
        /// Which variant, and why by warehouse.
        public var detail: Detail?

        /// An empty one, to be filled.
        public init() {}
    }

    /// Which variant was refused.
    public struct Detail: Codable, Sendable, Hashable {
        /// The variant.
        @Loose public var skuID: String?
        /// Why, by warehouse.
        public var extraErrors: [WarehouseFailure]?

        /// An empty one, to be filled.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case skuID = "sku_id"
            case extraErrors = "extra_errors"
        }
    }

    /// Why a variant was refused in a warehouse.
    public struct WarehouseFailure: Codable, Sendable, Hashable {
        /// The channel's id of the warehouse.
        @Loose public var warehouseID: String?
        /// The channel's number.
        @Loose public var code: Int?
        /// The channel's words.
        @Loose public var message: String?

        /// An empty one, to be filled.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case code, message
            case warehouseID = "warehouse_id"
        }
    }
}
