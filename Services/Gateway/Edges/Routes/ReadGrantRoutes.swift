import Contracts
import Schemas

/// What the app that only reads may see.
enum ReadGrantRoutes {
    /// Granted accounts, on one page.
    struct Page: Codable, Sendable {
        /// The accounts, by title.
        var readGrants: [ReadGrantRecord]
        /// Where the next page begins; nil at the end, and all are told at once: at most 1,000.
        var next: String?
    }

    static let routes = [
        Route(
            .get, "/v1/read-grants", "listReadGrants",
            "Shops and creator accounts that the app which only reads may see, or might.", .needs(.connectionsRead),
            details: "Such a grant begins with `POST /v1/connections/begin` for the app `credit`.",
            gives: .json(Page.self, "All of them on one page.")
        ) { call in
            try .json(Page(readGrants: try await call.ask(ReadGrantList())))
        },
        Route(
            .delete, "/v1/read-grants/{account}", "endReadGrant",
            "Reads an account no longer with the app that only reads.", .needs(.connectionsWrite),
            details: "Its tokens are forgotten. A connection of the same shop stays as it is.",
            gives: .json(ReadGrantRecord.self, "As it stands now.")
        ) { call in
            try await call.relay(ReadGrantEnd(account: try call.id("account")))
        },
    ]
}
