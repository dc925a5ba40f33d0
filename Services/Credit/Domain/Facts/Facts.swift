import Contracts

/// Everything that a person's score is made of: own shops, creator accounts, or both. Nothing in it is about who the
/// person is: no name, no age, no place but the markets that the shops sell in.
struct Facts: Codable, Hashable, Sendable {
    var shops: [ShopFacts] = []
    var creators: [CreatorFacts] = []
}

/// A datum of an account, without its value: what was there to be used, and what was missing.
struct DatumNote: Codable, Hashable, Sendable {
    /// The shop or the creator account.
    let account: String
    /// The name of the datum, as in ``ShopFacts`` and ``CreatorFacts``.
    let datum: String
    /// Where it comes from; nil when it is missing.
    let provenance: Provenance?
    /// Why it is missing; nil when it is known.
    let absence: Absence?

    init<Value>(_ account: some CustomStringConvertible, _ name: String, _ datum: Datum<Value>) {
        self.account = account.description
        self.datum = name
        provenance = datum.provenance
        absence = datum.absence
    }
}

extension Facts {
    /// All data, by account, each in the order of its declaration.
    var notes: [DatumNote] {
        (shops.sorted { $0.shop < $1.shop }.map(\.notes) + creators.sorted { $0.account < $1.account }.map(\.notes))
            .flatMap(\.self)
    }
}

extension ShopFacts {
    fileprivate var notes: [DatumNote] {
        [
            DatumNote(shop, "openedAt", openedAt), DatumNote(shop, "sellerType", sellerType),
            DatumNote(shop, "sales", sales), DatumNote(shop, "returns", returns), DatumNote(shop, "onTime", onTime),
            DatumNote(shop, "rating", rating), DatumNote(shop, "reviews", reviews),
            DatumNote(shop, "service", service), DatumNote(shop, "performance", performance),
            DatumNote(shop, "violations", violations), DatumNote(shop, "newProducts", newProducts),
            DatumNote(shop, "affiliates", affiliates), DatumNote(shop, "payouts", payouts),
        ]
    }
}

extension CreatorFacts {
    fileprivate var notes: [DatumNote] {
        [
            DatumNote(account, "openedAt", openedAt), DatumNote(account, "earnings", earnings),
            DatumNote(account, "rates", rates), DatumNote(account, "violations", violations),
            DatumNote(account, "shops", shops), DatumNote(account, "payouts", payouts),
        ]
    }
}
