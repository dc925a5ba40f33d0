import Contracts

/// Connected shops.
enum ConnectionRoutes {
    /// What is sent to begin.
    struct Begin: Codable, Sendable {
        /// Whose authorize page; nil: `row`.
        var market: ConnectionBegin.Market?
    }

    static let routes = [
        Route(
            .get, "/v1/connections", "listConnections", "Shops that are connected, or were.", .needs(.connectionsRead),
            gives: .json([ConnectionRecord].self, "By title.")
        ) { call in
            try .json(try await call.ask(ConnectionList()))
        },
        Route(
            .post, "/v1/connections/begin", "beginConnection", "Says where to send a seller's browser.",
            .needs(.connectionsWrite), body: Begin.self, isBodyOptional: true,
            gives: .json(ConnectionBegin.Reply.self, "The address.")
        ) { call in
            let market = try call.body(Begin.self).market ?? .restOfWorld
            return try .json(try await call.ask(ConnectionBegin(market: market), for: try call.brand()))
        },
        Route(
            .delete, "/v1/connections/{shop}", "endConnection", "Speaks for a shop no longer. Its orders stay.",
            .needs(.connectionsWrite), gives: .json(ConnectionRecord.self, "As it stands now.")
        ) { call in
            try .json(try await call.ask(ConnectionEnd(shop: try call.id("shop"))))
        },
        Route(
            .get, "/v1/faults", "listFaults",
            "What a channel told of orders, returns, products and warehouses and could not be read, last seen first.",
            .needs(.connectionsRead), query: [Query.shop, Query.faultSubject, Query.cursor, Query.limit],
            gives: .json(FaultList.Reply.self, "One page.")
        ) { call in
            let question = FaultList(
                shop: try call.value(Query.shop), subject: try call.value(Query.faultSubject),
                cursor: try call.value(Query.cursor), limit: try call.value(Query.limit))
            return try .json(try await call.ask(question))
        },
    ]
}
