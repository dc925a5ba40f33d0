import Contracts
import Schemas

/// What is offered in shops, and what it takes from stock.
enum ListingRoutes {
    /// What is sent to map a listing.
    struct Mapping: Codable, Sendable {
        /// What one unit of the listing takes; several parts make it a bundle.
        var parts: [ListingMap.Part]
    }

    static let routes = [
        Route(
            .get, "/v1/stock/listings", "listListings",
            "What is offered where, what it takes from stock, and how many can be sold of it.",
            .needs(.stockRead), query: [Query.shop, Query.isUnmapped, Query.search, Query.cursor, Query.limit],
            gives: .json(ListingList.Reply.self, "One page.")
        ) { call in
            let question = ListingList(
                shop: try call.value(Query.shop), isUnmapped: try call.value(Query.isUnmapped),
                search: try call.value(Query.search), cursor: try call.value(Query.cursor),
                limit: try call.value(Query.limit))
            return try await call.relay(question)
        },
        Route(
            .put, "/v1/stock/listings/{shop}/{channelSKU}", "mapListing",
            "Says what one unit of a listing takes from stock, by SKUs or by their codes; a new code makes a SKU.",
            .needs(.stockWrite),
            details: "Orders that wait for the mapping are served at once. Several parts make the listing a bundle.",
            body: Mapping.self, example: ["parts": [["code": "TMB", "units": 1], ["code": "LID", "units": 2]]],
            gives: .json(ListingRecord.self, "The listing now.")
        ) { call in
            let question = ListingMap(
                shop: try call.id("shop"), channelSKU: call.place("channelSKU"),
                parts: try call.body(Mapping.self).parts)
            return try await call.relay(question)
        },
    ]
}
