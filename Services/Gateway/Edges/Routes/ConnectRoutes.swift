import Contracts
import HTTPTypes

/// The way of a seller's browser to TikTok Shop and back.
enum ConnectRoutes {
    static let routes = [
        Route(
            .get, "/api/tiktokshop/auth", "tiktokAuthorize", "Sends the browser to TikTok Shop to connect a shop.",
            .needs(.connectionsWrite),
            details: """
                For a person's browser, whose session holds the key; a cookie binds the connection to it. Programs use \
                `POST /v1/connections/begin`, whose address may be sent to a seller elsewhere.
                """,
            query: [Query.market, Query.app, Query.holder], gives: .nothing(302, "To TikTok Shop's authorize page.")
        ) { call in
            let market = try call.value(Query.market) ?? .restOfWorld
            let question = ConnectionBegin(
                market: market, app: try call.value(Query.app), holder: try call.value(Query.holder))
            let reply = try await call.ask(question, for: try call.brand())
            guard let bound = try call.gateway.sessions.bond.bind(reply.address) else { throw Problem.internal }
            var answer = Answer.redirect(to: bound.address)
            answer.headers[.setCookie] = bound.field
            return answer
        },
        Route(
            .get, "/api/tiktokshop/callback", "tiktokCallback", "Where TikTok Shop sends the browser back to.", .open,
            details: """
                TikTok Shop writes the address; the `state` in it says whose shop it is, and is good once. What a \
                browser began here it has to finish itself: its cookie is asked for.
                """,
            gives: .nothing(302, "To the page; the shop is connected."), takesForeignParameters: true
        ) { call in
            let (bond, cookies) = (call.gateway.sessions.bond, call.headers[.cookie])
            let query = try bond.release(
                try bounded(call.query), with: Cookies.value(of: BrowserBond.cookie, in: cookies))
            _ = try await call.askAsNobody(ConnectionFinish(query: query))
            var answer = Answer.redirect(to: "/?tiktokshop_connected=true")
            answer.headers[.setCookie] = bond.forgetting
            return answer
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
