import Schemas

/// What the groups of operations are about, in the order in which they are told.
enum TagNote {
    static let all: [(name: String, meaning: String)] = [
        ("orders", "Orders with what every service knows of them."),
        ("stock", "What lies where, what moved it, what is set aside, and what listings take from it."),
        ("shipments", "Parcels on their way to buyers, with their labels and tracking."),
        ("returns", "Cancellations and returns, and what was found of goods that came back."),
        ("analytics", "The figures of a window of days, compared with those of the window before."),
        ("credit", "Scores of people by their transactions, who may read them, and what is contested."),
        ("subjects", "People whose income is scored, and the accounts that brands offer them."),
        ("connections", "Shops that a seller has connected, and their settings."),
        ("read-grants", "What the app that only reads may see: shops and creator accounts, for scores."),
        ("faults", "What a channel told that could not be read."),
        ("failures", "Messages that a service could not handle, to be replayed or discarded."),
        ("actions", "The log of what was done, by people and without them."),
        ("tenants", "An agency and its brands."),
        ("settings", "What holds for a tenant's days, totals, stock and automation."),
        ("keys", "API keys: what they may do, and when they end."),
        ("session", "The page's sign-in: a key that travels as a cookie."),
        ("events", "Live news of what has changed."),
        ("api", "The way of a seller's browser to TikTok Shop and back."),
        ("webhooks", "Where partners send their news."),
        ("page", "The page, the files that it is made of, and this description."),
    ]

    /// As OpenAPI tells them.
    static var node: JSONNode {
        .array(all.map { ["name": .text($0.name), "description": .text($0.meaning)] })
    }
}
