/// Request: where a seller's browser is to be sent to connect a shop.
public struct ConnectionBegin: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.connection.begin.v1"
    /// Whose authorize page.
    public var market: Market
    /// Which of our apps is to be let in; nil: the one for operations.
    public var app: App?
    /// Whose account it is, for the app that only reads; nil: a seller's.
    public var holder: Holder?

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
    public init(market: Market, app: App? = nil, holder: Holder? = nil) {
        self.market = market
        self.app = app
        self.holder = holder
    }

    /// Our apps at the channel. Consent to one says nothing about the other.
    public enum App: String, Codable, Sendable, CaseIterable {
        /// Reads and writes: ships orders, sets stock.
        case operations
        /// Only reads, for scores.
        case credit
    }

    /// Who has an account.
    public enum Holder: String, Codable, Sendable, CaseIterable {
        /// Somebody with shops.
        case seller
        /// Somebody who is paid for what others sell.
        case creator
    }

    /// The channel's authorize pages.
    public enum Market: String, Codable, Sendable, CaseIterable {
        /// Shops of everywhere else.
        case restOfWorld = "row"
        /// Shops of the United States.
        case unitedStates = "us"
    }
}
