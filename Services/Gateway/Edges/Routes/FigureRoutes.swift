import Contracts

/// Figures.
enum FigureRoutes {
    static let routes = [
        Route(
            .get, "/v1/analytics/summary", "getSummary",
            "The figures of a window and of the one before it; amounts in minor units.", .needs(.analyticsRead),
            details: "A shop that none of the caller's brands has is not found; it has no figures, not even zeros.",
            query: [Query.window, Query.shop], gives: .json(SummaryGet.Reply.self, "Both windows."), also: [.notFound]
        ) { call in
            let question = SummaryGet(
                window: try call.value(Query.window) ?? .today, shop: try call.value(Query.shop))
            return try await call.relay(question)
        }
    ]
}
