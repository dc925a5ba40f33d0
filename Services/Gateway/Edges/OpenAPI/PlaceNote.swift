import Schemas

/// What may stand in a place of an address, such as the `{order}` of `/v1/orders/{order}`.
struct PlaceNote {
    let meaning: String
    let schema: Schema
    let example: String

    /// One of our own ids.
    private static func id(_ meaning: String) -> PlaceNote {
        PlaceNote(meaning: meaning, schema: .text(format: "uuid"), example: Examples.id)
    }

    /// More than our own ids.
    private static func text(_ meaning: String, _ example: String) -> PlaceNote {
        PlaceNote(meaning: meaning, schema: .text(bytes: 1...PathPattern.longestValue), example: example)
    }

    /// All places of all routes by their names.
    static let all: [String: PlaceNote] = [
        "order": text("Our id of the order, or the channel's.", "576461413038785752"),
        "sku": id("Our id of the SKU, as `sku` of its levels says."),
        "move": id("The line of the ledger, as `move` of what was changed says."),
        "hold": id("The hold, as `hold` of the list of holds says."),
        "shop": id("Our id of the connected shop, as `shop` of the list of connections says."),
        "account": id("The shop or creator account, as `account` of the list of read grants says."),
        "channelSKU": text("The channel's id of the SKU that is offered.", "1729000000000000101"),
        "channelReturn": text("The channel's id of the cancellation or return.", "4035318504086604000"),
        "shipment": id("Our id of the parcel, as `shipment` of the list of shipments says."),
        "subject": id("The person, as `id` of the answer to adding them says."),
        "link": id("The link, as `link` of the list of links says."),
        "consent": id("The consent, as `consent` of the list of consents says."),
        "dispute": id("The dispute, as `dispute` of the list of disputes says."),
        "key": id("The key's id, as `id` of the list of keys says; never the key itself."),
        "lane": text("The queue whose handler failed, as `lane` of the failure says.", "inventory.orders"),
        "message": id("The message that failed, as `message` of the failure says."),
        "file": text("The name of a file that the page is made of.", "app.js"),
    ]

    /// The parameter as OpenAPI tells it.
    func node(_ name: String) -> JSONNode {
        [
            "name": .text(name), "in": "path", "required": true, "description": .text(meaning), "schema": schema.node,
            "example": .text(example),
        ]
    }
}
