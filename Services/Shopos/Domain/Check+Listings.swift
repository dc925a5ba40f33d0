import Contracts

/// What a channel shows and what Inventory offers, beyond where both say something.
extension Check {
    /// How many offers a channel shows.
    static func compared(offers: FactBook, shown: FactBook) -> Int {
        offers.facts.keys.count { shown[$0] != nil }
    }

    /// How many offers no channel shows, but for those of shops that could not be read.
    static func unseen(offers: FactBook, shown: FactBook, missed: Set<FactBook.Key>) -> Int {
        offers.facts.keys.count { shown[$0] == nil && !missed.contains($0.shop) }
    }

    /// Listings that a channel sells units of and that have no offer, with how many.
    static func strange(offers: FactBook, shown: FactBook) -> [FactBook.Key: Int] {
        let offered = Set(offers.facts.keys.map(\.listing))
        return shown.facts.reduce(into: [:]) { strange, shown in
            guard shown.value["available"] > 0, !offered.contains(shown.key.listing) else { return }
            strange[shown.key.listing, default: 0] += shown.value["available"]
        }
    }

    /// Of these the ones that are not known at all. Those that are not mapped to a SKU are reported by Inventory.
    static func unknown(_ strange: [FactBook.Key: Int], known: Set<FactBook.Key>) -> [Difference] {
        strange.filter { !known.contains($0.key) }.sorted { $0.key < $1.key }.map { listing, units in
            Difference(
                rule: .channelStock, tenant: listing.tenant, subject: listing.subject,
                sentence: "The channel sells \(units) units of a listing that Inventory does not know: "
                    + "what told of it may have failed.",
                repair: "shopos failures list --lane inventory.catalogue")
        }
    }
}

extension FactBook.Key {
    /// Of a key of shop, channel SKU and warehouse: the first two.
    fileprivate var listing: FactBook.Key {
        FactBook.Key(tenant: tenant, subject: subject.split(separator: "/").prefix(2).joined(separator: "/"))
    }

    /// Of the same its shop.
    fileprivate var shop: FactBook.Key {
        FactBook.Key(tenant: tenant, subject: String(subject.prefix { $0 != "/" }))
    }
}
