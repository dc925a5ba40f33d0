import Contracts
import HTTPTypes

/// The way of a seller's browser to TikTok Shop and back.
enum ConnectRoutes {
    static let routes = [
        Route(
            .get, "/api/tiktokshop/auth", "tiktokAuthorize", "Sends the browser to TikTok Shop to connect a shop.",
            .needs(.connectionsWrite),
            details: "For a person's browser, whose session holds the key; programs use `POST /v1/connections/begin`.",
            query: [Query.market], gives: .nothing(302, "To TikTok Shop's authorize page.")
        ) { call in
            let market = try call.value(Query.market) ?? .restOfWorld
            let reply = try await call.ask(ConnectionBegin(market: market), for: try call.brand())
            return .redirect(to: reply.address)
        },
        Route(
            .get, "/api/tiktokshop/callback", "tiktokCallback", "Where TikTok Shop sends the browser back to.", .open,
            details: "TikTok Shop writes the address; the `state` in it says whose shop it is, and is good once.",
            gives: .nothing(302, "To the page; the shop is connected."), takesForeignParameters: true
        ) { call in
            _ = try await call.askAsNobody(ConnectionFinish(query: try bounded(call.query)))
            return .redirect(to: "/?tiktokshop_connected=true")
        },
    ]

    /// What TikTok Shop sends is a few short parameters; a long code has some hundred characters.
    private static func bounded(_ query: [String: String]) throws(Problem) -> [String: String] {
        guard query.count <= 20, query.allSatisfy({ $0.key.utf8.count <= 64 && $0.value.utf8.count <= 4096 }) else {
            throw .malformed("notARedirect", "this is not what TikTok Shop sends")
        }
        return query
    }
}
