import Contracts
import Schemas

/// Connected shops.
enum ConnectionRoutes {
    /// Connected shops, on one page.
    struct Page: Codable, Sendable {
        /// The shops, by title.
        var connections: [ConnectionRecord]
        /// Where the next page begins; nil at the end, and all are told at once: at most 1,000.
        var next: String?
    }

    /// What is sent to begin.
    struct Begin: Codable, Sendable {
        /// Whose authorize page; nil: `row`.
        var market: ConnectionBegin.Market?
        /// Which of our apps is let in; nil: `operations`. `credit` only reads, and takes nothing from the other.
        var app: ConnectionBegin.App?
        /// Whose account it is; nil: `seller`. A creator's is only read, so `app` must be `credit`.
        var holder: ConnectionBegin.Holder?
    }

    /// What a person decides about a shop.
    struct Settings: Codable, Sendable {
        /// The IANA zone of its days, such as `America/New_York`; nil: the brand's.
        var zone: String?
    }

    static let routes = [
        Route(
            .get, "/v1/connections", "listConnections", "Shops that are connected, or were.", .needs(.connectionsRead),
            gives: .json(Page.self, "All of them on one page.")
        ) { call in
            try .json(Page(connections: try await call.ask(ConnectionList())))
        },
        Route(
            .post, "/v1/connections/begin", "beginConnection", "Says where to send a seller's browser.",
            .needs(.connectionsWrite),
            details:
                "The address is good once and for half an hour. An agency's key must name the brand with `tenant`.",
            body: Begin.self, example: ["market": "us"], isBodyOptional: true,
            gives: .json(ConnectionBegin.Reply.self, "The address.")
        ) { call in
            let body = try call.body(Begin.self)
            let question = ConnectionBegin(market: body.market ?? .restOfWorld, app: body.app, holder: body.holder)
            return try .json(try await call.ask(question, for: try call.brand()))
        },
        Route(
            .put, "/v1/connections/{shop}/settings", "setConnection",
            "Says in which zone a shop's days are; without one in its brand's.", .needs(.connectionsWrite),
            body: Settings.self, example: ["zone": "America/New_York"],
            gives: .json(ConnectionRecord.self, "As it stands now.")
        ) { call in
            let zone = try call.body(Settings.self).zone
            return try await call.relay(ConnectionSet(shop: try call.id("shop"), zone: zone))
        },
        Route(
            .delete, "/v1/connections/{shop}", "endConnection", "Speaks for a shop no longer. Its orders stay.",
            .needs(.connectionsWrite),
            details: "The seller may connect it again; until then nothing is read of it and nothing told to it.",
            gives: .json(ConnectionRecord.self, "As it stands now.")
        ) { call in
            try await call.relay(ConnectionEnd(shop: try call.id("shop")))
        },
        Route(
            .get, "/v1/faults", "listFaults",
            "What a channel told of orders, returns, products and warehouses and could not be read, last seen first.",
            .needs(.connectionsRead),
            details:
                "A fault goes by itself when the thing can be read. It never holds the value, which may be a person's.",
            query: [Query.shop, Query.faultSubject, Query.cursor, Query.limit],
            gives: .json(FaultList.Reply.self, "One page.")
        ) { call in
            let question = FaultList(
                shop: try call.value(Query.shop), subject: try call.value(Query.faultSubject),
                cursor: try call.value(Query.cursor), limit: try call.value(Query.limit))
            return try await call.relay(question)
        },
    ]
}
