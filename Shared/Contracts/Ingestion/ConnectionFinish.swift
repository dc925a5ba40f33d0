/// Request: a seller's browser has come back from the channel's authorize page. Asked as nobody: the state says whose.
///
/// A refusal's sentence is to be shown as it is.
public struct ConnectionFinish: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.connection.finish.v1"
    /// The parameters of the address, as they came.
    public var query: [String: String]

    /// What is connected.
    public struct Reply: Codable, Sendable, Hashable {
        /// The tenant whose shops they are.
        public var tenant: TenantID
        /// The shops that are connected now, or may be read now.
        public var shops: [ShopID]
        /// The creator account that may be read now.
        public var creator: CreatorID?
        /// Which permissions are missing, in a sentence.
        public var advice: String?

        /// Puts the record together.
        public init(tenant: TenantID, shops: [ShopID], creator: CreatorID? = nil, advice: String? = nil) {
            self.tenant = tenant
            self.shops = shops
            self.creator = creator
            self.advice = advice
        }
    }

    /// Puts the record together.
    public init(query: [String: String]) {
        self.query = query
    }
}
