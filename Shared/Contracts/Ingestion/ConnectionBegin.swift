/// Request: where a seller's browser is to be sent to connect a shop.
public struct ConnectionBegin: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.connection.begin.v1"
    /// Whose authorize page.
    public var market: Market

    /// Where to go.
    public struct Reply: Codable, Sendable, Hashable {
        /// The channel's page, with a state that is good once and for half an hour.
        public var address: String

        /// Puts the record together.
        public init(address: String) {
            self.address = address
        }
    }

    /// Puts the record together.
    public init(market: Market) {
        self.market = market
    }

    /// The channel's authorize pages.
    public enum Market: String, Codable, Sendable, CaseIterable {
        /// Shops of everywhere else.
        case restOfWorld = "row"
        /// Shops of the United States.
        case unitedStates = "us"
    }
}
