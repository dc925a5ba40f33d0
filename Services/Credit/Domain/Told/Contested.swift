import Contracts

/// A datum that a person contests.
struct Contested: Hashable, Sendable {
    let account: AccountID
    /// The name of the datum, as in ``ShopFacts`` and ``CreatorFacts``.
    let datum: String
}

extension Facts {
    /// The same facts, where those that were contested with success count as missing.
    func without(_ contested: Set<Contested>) -> Facts {
        guard !contested.isEmpty else { return self }
        var copy = self
        for place in shops.indices {
            let account = AccountID(shops[place].shop.uuid)
            copy.shops[place].drop(Set(contested.filter { $0.account == account }.map(\.datum)))
        }
        for place in creators.indices {
            let account = AccountID(creators[place].account.uuid)
            copy.creators[place].drop(Set(contested.filter { $0.account == account }.map(\.datum)))
        }
        return copy
    }

    /// Whether an account has a datum of a name.
    static func knows(_ datum: String, of kind: Account.Kind) -> Bool {
        switch kind {
        case .seller:
            [
                "openedAt", "sellerType", "sales", "returns", "onTime", "rating", "reviews", "service", "performance",
                "violations", "newProducts", "affiliates", "payouts",
            ].contains(datum)
        case .creator: ["openedAt", "earnings", "rates", "violations", "shops", "payouts"].contains(datum)
        }
    }
}

extension ShopFacts {
    fileprivate mutating func drop(_ data: Set<String>) {
        openedAt.drop("openedAt", of: data)
        sellerType.drop("sellerType", of: data)
        sales.drop("sales", of: data)
        returns.drop("returns", of: data)
        onTime.drop("onTime", of: data)
        rating.drop("rating", of: data)
        reviews.drop("reviews", of: data)
        service.drop("service", of: data)
        performance.drop("performance", of: data)
        violations.drop("violations", of: data)
        newProducts.drop("newProducts", of: data)
        affiliates.drop("affiliates", of: data)
        payouts.drop("payouts", of: data)
    }
}

extension CreatorFacts {
    fileprivate mutating func drop(_ data: Set<String>) {
        openedAt.drop("openedAt", of: data)
        earnings.drop("earnings", of: data)
        rates.drop("rates", of: data)
        violations.drop("violations", of: data)
        shops.drop("shops", of: data)
        payouts.drop("payouts", of: data)
    }
}

extension Datum {
    fileprivate mutating func drop(_ name: String, of data: Set<String>) {
        if data.contains(name) { self = .missing(.disputed) }
    }
}
