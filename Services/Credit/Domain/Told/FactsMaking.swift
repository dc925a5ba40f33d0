import Commerce
import Contracts

extension ShopFacts {
    /// What is known of a linked shop.
    init(_ told: LinkedAccount, _ sums: AccountSums, asOf: Instant) {
        let note = Noting(told, sums, asOf)
        let facts = told.facts
        self.init(
            shop: ShopID(told.account.uuid), market: told.market ?? "",
            openedAt: note.told(facts?.openedAt ?? facts?.sellingSince, isEstimated: facts?.openedAt == nil),
            sellerType: note.told(facts?.sellerType.map { $0 == .business ? .business : .individual }),
            sales: note.history(sums.sales, needs: .orders), returns: note.history(sums.returns, needs: .orders),
            onTime: note.history(sums.onTime, needs: .orders),
            rating: note.told(facts?.rating.map { Quantity(hundredths: $0) }), reviews: note.told(facts?.reviews),
            // The channel tells a share of content buyers; the same on the scale of stars.
            service: note.told(facts?.satisfaction.map { Quantity(millionths: Int64($0) * 500) }),
            performance: note.told(facts?.performance.map { Quantity(hundredths: $0) }),
            violations: note.told(facts?.violations), newProducts: note.products(facts?.newProducts),
            affiliates: note.partners(sums.partners),
            payouts: note.payouts(sums.payouts))
    }
}

extension CreatorFacts {
    /// What is known of a linked creator account.
    init(_ told: LinkedAccount, _ sums: AccountSums, asOf: Instant) {
        let note = Noting(told, sums, asOf)
        self.init(
            account: CreatorID(told.account.uuid),
            openedAt: note.told(told.facts?.openedAt ?? told.facts?.sellingSince, isEstimated: true),
            earnings: note.history(sums.earnings, needs: .affiliate),
            rates: note.history(sums.rates, needs: .affiliate), violations: note.told(told.facts?.violations),
            shops: note.partners(sums.partners), payouts: .missing(.notTold))
    }
}

/// Says of each datum of an account where it comes from, or why it is missing.
private struct Noting {
    let told: LinkedAccount
    let sums: AccountSums
    let asOf: Instant

    init(_ told: LinkedAccount, _ sums: AccountSums, _ asOf: Instant) {
        self.told = told
        self.sums = sums
        self.asOf = asOf
    }

    /// What the channel tells of the account as a whole.
    func told<Value>(_ value: Value?, isEstimated: Bool = false) -> Datum<Value> {
        guard told.permissions.contains(told.kind == .seller ? .shop : .affiliate) else {
            return .missing(.notPermitted)
        }
        // Facts are told of shops alone.
        guard told.facts != nil else { return .missing(told.kind == .seller ? .notRead : .notTold) }
        guard let value else { return .missing(.notTold) }
        return .known(
            value, Provenance(source: isEstimated ? .estimated : .actual, readAt: told.readAt(.shop, asOf), since: nil))
    }

    /// What the channel tells of the products.
    func products<Value>(_ value: Value?) -> Datum<Value> {
        told.permissions.contains(.products) ? self.told(value) : .missing(.notPermitted)
    }

    /// What goes on over time. While the account's past is still being told it is not read yet: a half is no whole.
    func history<Value>(_ value: Value, needs permission: Permission) -> Datum<Value> {
        guard told.permissions.contains(permission) else { return .missing(.notPermitted) }
        guard let since = told.completeSince else { return .missing(.notRead) }
        return .known(value, Provenance(source: .actual, readAt: told.readAt(permission, asOf), since: since))
    }

    /// Where there is not one, it may be that there are none, or that nothing is read: whether it was the readings say.
    func partners(_ counts: [Int]) -> Datum<[Int]> {
        let isRead = told.readings?.affiliate != nil || counts.contains { $0 > 0 }
        return isRead ? history(counts, needs: .affiliate) : missing(.affiliate)
    }

    /// Likewise of statements: of a shop that has none yet it is known that nothing was paid out.
    func payouts(_ payouts: [Payout]?) -> Datum<[Payout]> {
        let isRead = told.readings?.finance != nil || payouts != nil
        return isRead ? history(payouts ?? [], needs: .finance) : missing(.finance)
    }

    private func missing<Value>(_ permission: Permission) -> Datum<Value> {
        .missing(told.permissions.contains(permission) ? .notRead : .notPermitted)
    }
}

extension Quantity {
    /// A whole number of hundredths.
    fileprivate init(hundredths: Int) {
        self.init(millionths: Int64(hundredths) * 10_000)
    }
}
