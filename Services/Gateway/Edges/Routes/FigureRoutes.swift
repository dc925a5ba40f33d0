import Contracts

/// Figures.
enum FigureRoutes {
    static let routes = [
        Route(
            .get, "/v1/analytics/summary", "getSummary",
            "The figures of a window and of the one before it; amounts in minor units.", .needs(.analyticsRead),
            query: [Query.window, Query.shop], gives: .json(SummaryGet.Reply.self, "Both windows.")
        ) { call in
            let question = SummaryGet(
                window: try call.value(Query.window) ?? .today, shop: try call.value(Query.shop))
            return try .json(try await call.ask(question))
        }
    ]
}
