import Contracts

/// What a service has told of a list, page after page.
struct Listed<Item: Sendable>: Sendable {
    let service: String
    var items: [Item]
    /// When it told the first page, by its clock.
    let at: Instant
    /// Whether it ended before as much was told as was asked for.
    var isBroken = false
}
