import Contracts
import Schemas

/// Stock: levels, what moved them, and what people change.
enum StockRoutes {
    /// What is sent to change a level.
    struct Adjustment: Codable, Sendable {
        /// Our id of the SKU.
        var sku: SKUID
        /// Our id of the location.
        var location: LocationID
        /// Added to what is on hand; negative takes away.
        var units: Int
        /// Why; shown in the history.
        var reason: String
    }

    /// What is sent to set units aside.
    struct Hold: Codable, Sendable {
        /// Our id of the SKU.
        var sku: SKUID
        /// Our id of the location.
        var location: LocationID
        /// How many units are set aside.
        var units: Int
        /// When it ends by itself; nil: when it is given back.
        var until: Instant?
        /// Why; shown in the history.
        var reason: String
    }

    /// What is sent to put what holds for one SKU. Both must be there, so that nothing is taken back by being
    /// forgotten, or misspelt.
    struct Settings: Decodable, Sendable {
        /// Units at or below which it is low; 0 to 1,000,000; null: as the tenant's settings say.
        let threshold: Int?
        /// Units never offered on a channel, at each location; 0 to 1,000,000; null: as the tenant's settings say.
        let buffer: Int?

        private enum CodingKeys: String, CodingKey { case threshold, buffer }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            threshold = try values.decode(Int?.self, forKey: .threshold)
            buffer = try values.decode(Int?.self, forKey: .buffer)
        }
    }

    static let routes = levels + changes + lists

    /// What is not in the levels: who set units aside, and which orders wait for them.
    private static let lists = [
        Route(
            .get, "/v1/stock/holds", "listHolds", "Units that people have set aside, newest first.",
            .needs(.stockRead), query: [Query.sku, Query.location, Query.cursor, Query.limit],
            gives: .json(HoldList.Reply.self, "One page."), also: [.notFound]
        ) { call in
            let question = HoldList(
                sku: try call.value(Query.sku), location: try call.value(Query.location),
                cursor: try call.value(Query.cursor), limit: try call.value(Query.limit))
            return try await call.relay(question)
        },
        Route(
            .get, "/v1/stock/waiting", "listWaiting", "Orders that wait for stock or for a mapping, next served first.",
            .needs(.stockRead), query: [Query.sku, Query.shop, Query.cursor, Query.limit],
            gives: .json(WaitingList.Reply.self, "One page."), also: [.notFound]
        ) { call in
            let question = WaitingList(
                sku: try call.value(Query.sku), shop: try call.value(Query.shop),
                cursor: try call.value(Query.cursor), limit: try call.value(Query.limit))
            return try await call.relay(question)
        },
    ]

    private static let levels = [
        Route(
            .get, "/v1/stock", "listStock", "Levels by SKU and location.", .needs(.stockRead),
            query: [Query.search, Query.location, Query.isLow, Query.cursor, Query.limit],
            gives: .json(StockList.Reply.self, "One page.")
        ) { call in
            let question = StockList(
                search: try call.value(Query.search), location: try call.value(Query.location),
                isLow: try call.value(Query.isLow), cursor: try call.value(Query.cursor),
                limit: try call.value(Query.limit))
            return try await call.relay(question)
        },
        Route(
            .get, "/v1/stock/history", "listStockMoves", "What moved the stock of a SKU, newest first.",
            .needs(.stockRead), query: [Query.sku, Query.location, Query.cursor, Query.limit],
            gives: .json(StockHistory.Reply.self, "One page."), also: [.notFound]
        ) { call in
            let question = StockHistory(
                sku: try call.needed(Query.sku), location: try call.value(Query.location),
                cursor: try call.value(Query.cursor), limit: try call.value(Query.limit))
            return try await call.relay(question)
        },
    ]

    private static let changes = [
        Route(
            .post, "/v1/stock/adjustments", "adjustStock", "Changes what is on hand.", .needs(.stockWrite),
            details: "Refused with 409 where orders have reserved what is to be taken away; the answer names them.",
            body: Adjustment.self,
            example: [
                "sku": .text(Examples.id), "location": .text(Examples.id), "units": -3, "reason": "broken in the shelf",
            ],
            gives: .json(StockAdjustment.self, "What was changed.", status: 201),
            also: [.notFound]
        ) { call in
            let body = try call.body(Adjustment.self)
            let question = StockAdjust(
                sku: body.sku, location: body.location, units: body.units, reason: body.reason)
            return try await call.relay(question, status: 201)
        },
        Route(
            .post, "/v1/stock/adjustments/{move}/undo", "undoStock", "Takes a change back, once.",
            .needs(.stockWrite), gives: .json(StockAdjustment.self, "What was changed.")
        ) { call in
            try await call.relay(StockUndo(move: try call.id("move")))
        },
        Route(
            .post, "/v1/stock/holds", "holdStock", "Sets units aside, so that no order gets them.",
            .needs(.stockWrite), body: Hold.self,
            example: [
                "sku": .text(Examples.id), "location": .text(Examples.id), "units": 10,
                "until": .text(Examples.time), "reason": "for the trade fair",
            ],
            gives: .json(HoldRecord.self, "The hold.", status: 201),
            also: [.notFound]
        ) { call in
            let body = try call.body(Hold.self)
            let question = StockHold(
                sku: body.sku, location: body.location, units: body.units, until: body.until, reason: body.reason)
            return try await call.relay(question, status: 201)
        },
        Route(
            .delete, "/v1/stock/holds/{hold}", "unholdStock", "Gives units back that were set aside.",
            .needs(.stockWrite), gives: .json(HoldRecord.self, "The hold, ended.")
        ) { call in
            try await call.relay(StockUnhold(hold: try call.id("hold")))
        },
        Route(
            .put, "/v1/stock/{sku}/settings", "putStockSettings",
            "Puts a SKU's own threshold and buffer; null is the tenant's setting.",
            .needs(.stockWrite), body: Settings.self, example: ["threshold": 10, "buffer": .null],
            gives: .json(StockSettings.self, "What holds now.")
        ) { call in
            let sku: SKUID = try call.id("sku")
            let body = try call.body(Settings.self)
            let question = StockSettingsPut(sku: sku, threshold: body.threshold, buffer: body.buffer)
            return try await call.relay(question)
        },
    ]
}
