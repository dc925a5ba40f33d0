/// How much of a list is asked for: one more than is shown, so that it is seen whether there is more.
struct ListLimit: Sendable {
    /// As many are shown of each service.
    let shown: Int
    /// As many a service tells at once.
    let most: Int

    /// As many are asked for.
    var asked: Int { min(shown + 1, most) }

    /// What is shown of an answer, and whether something is left out, or may be where a service tells no more.
    func cut<Item>(_ items: [Item]) -> (shown: [Item], isCut: Bool) {
        (Array(items.prefix(shown)), items.count > shown || items.count >= most)
    }

    /// Tells it to people.
    func line(_ isCut: Bool, _ style: Style) -> [String] {
        guard isCut else { return [] }
        let way = shown < most ? "--limit shows more" : "choose more narrowly"
        return [style.paint("… and more: only \(shown) of each service are shown; \(way).", .bad)]
    }
}
