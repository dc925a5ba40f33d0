import Contracts
import Schemas

/// Cancellations and returns.
enum ReturnRoutes {
    /// What is sent when somebody has looked at goods that came back.
    struct Inspection: Codable, Sendable {
        /// Where they are put; nil: where the order was taken from.
        var location: LocationID?
        /// What was found, by listing.
        var lines: [ReturnInspect.Line]
    }

    static let routes = [
        Route(
            .get, "/v1/returns", "listReturns", "Cancellations and returns, last changed first.", .needs(.returnsRead),
            query: [Query.shop, Query.returnKind, Query.returnStatus, Query.cursor, Query.limit],
            gives: .json(ReturnList.Reply.self, "One page.")
        ) { call in
            let question = ReturnList(
                shop: try call.value(Query.shop), kind: try call.value(Query.returnKind),
                status: try call.value(Query.returnStatus), cursor: try call.value(Query.cursor),
                limit: try call.value(Query.limit))
            return try await call.relay(question)
        },
        Route(
            .post, "/v1/returns/{shop}/{channelReturn}/inspection", "inspectReturn",
            "Says what was found of goods that came back; what can be sold again goes back on the shelf.",
            .needs(.returnsWrite),
            details: "Units may be looked at bit by bit; what was found before is not repeated.",
            body: Inspection.self,
            example: ["lines": [["channelSKU": "1729000000000000101", "restocked": 1, "scrapped": 0]]],
            gives: .json(ReturnInspection.self, "What is known now.")
        ) { call in
            let body = try call.body(Inspection.self)
            let question = ReturnInspect(
                shop: try call.id("shop"), channelReturn: call.place("channelReturn"), location: body.location,
                lines: body.lines)
            return try await call.relay(question)
        },
    ]
}
