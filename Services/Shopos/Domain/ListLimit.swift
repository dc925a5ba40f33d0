/// How much of a list is asked for: one more than is shown, so that it is seen whether there is more.
struct ListLimit: Sendable {
    /// As many are shown of each service.
    let shown: Int
    /// As many a service tells at once; more comes page by page.
    let page: Int

    /// The most that may be shown of a service.
    static let most = 100_000

    /// As many are asked for.
    var asked: Int { shown + 1 }

    /// What is shown of a service's list, and whether something is left out.
    func cut<Item>(_ list: Listed<Item>) -> (shown: [Item], isCut: Bool) {
        (Array(list.items.prefix(shown)), list.items.count > shown || list.isBroken)
    }

    /// Tells it to people.
    func line(_ isCut: Bool, _ style: Style) -> [String] {
        guard isCut else { return [] }
        let way = shown < Self.most ? "--limit shows more" : "choose more narrowly"
        return [style.paint("… and more: only \(shown) of each service are shown; \(way).", .bad)]
    }
}
