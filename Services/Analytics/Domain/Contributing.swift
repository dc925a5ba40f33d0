import Commerce
import Contracts
import Foundation

extension OrderSheet {
    /// What this order adds to the sums: a pure function, so that a changed sheet takes away exactly what it gave. What
    /// is told of an order that is not known itself yet waits on its sheet.
    func contribution(of tenant: TenantID) throws(MoneyError) -> Contribution {
        guard let sold else { return .none }
        let own = try convert(.zero(sold.currency)).currency
        var sums = Sums(tenant: tenant, shop: sold.shop, currency: own)
        try addSale(sold, to: &sums)
        addDue(sold, to: &sums)
        try addParcels(sold, to: &sums)
        if let oversell {
            let loss = try convert(try oversellLoss(sold)).minorUnits
            sums.add(Tally(oversells: Int64(oversell.skus), oversellLoss: loss), at: oversell.at)
        }
        return sums.contribution
    }

    private func convert(_ money: Money) throws(MoneyError) -> Money {
        try conversion?.convert(money) ?? money
    }

    /// The GMV of an oversold order's units that were cancelled because nothing was there (metric 21). Which of the
    /// order's SKUs were short Inventory tells by its own names, so the channel's word for the cancel decides.
    private func oversellLoss(_ sold: SoldOrder) throws(MoneyError) -> Money {
        try OversellIncident.loss(of: sold.facts(try sale.units().flatMap(\.self)).unitsSold, in: sold.currency)
    }

    // MARK: Metrics 1 to 5, by paid time

    private func addSale(_ sold: SoldOrder, to sums: inout Sums) throws(MoneyError) {
        guard let paid = sold.paidTime else { return }
        let units = try sale.units()
        var order = Tally(paidOrders: 1)
        order.cancelledOrders = Int64(sold.facts(units.flatMap(\.self)).cancellationRate.numerator)
        for (line, units) in zip(sold.lines, units) where !line.isGift {
            let tally = try tally(units, sold)
            order += tally
            sums.add(Tally(units: tally.units, gmv: tally.gmv, netRevenue: tally.netRevenue), at: paid, line)
        }
        sums.add(order, at: paid)
    }

    /// A line is a fact: its amounts are added up first and converted once.
    private func tally(_ units: [UnitFacts], _ sold: SoldOrder) throws(MoneyError) -> Tally {
        let line = sold.facts(units)
        var cancelled = Money.zero(sold.currency)
        for unit in units where unit.cancellation?.isBeforeShipment == true { cancelled = try cancelled + unit.gmv }
        return Tally(
            units: Int64(line.unitsSold.count), gmv: try convert(try line.gmv).minorUnits,
            netRevenue: try convert(try line.netRevenue).minorUnits,
            cancelledGMV: try convert(cancelled).minorUnits)
    }

    // MARK: Metric 24, by ship-by

    private func addDue(_ sold: SoldOrder, to sums: inout Sums) {
        guard let shipBy = sold.shipBy else { return }
        let rate = sale.due
        guard rate != .none else { return }
        sums.add(Tally(due: Int64(rate.denominator), shippedInTime: Int64(rate.numerator)), at: shipBy)
    }

    // MARK: Metrics 25 and 27, by the time of each event

    private func addParcels(_ sold: SoldOrder, to sums: inout Sums) throws(MoneyError) {
        var isCharged = false
        for parcel in parcels.sorted(by: { $0.key < $1.key }).map(\.value) {
            addReadiness(parcel, sold, to: &sums)
            if let acceptedAt = parcel.acceptedAt { sums.add(Tally(parcels: 1), at: acceptedAt) }
            for fate in parcel.labelFates {
                if !fate.isVoided { sums.add(Tally(labels: 1), at: fate.label.at) }
                // What a label cost counts when its order has left: no charge without an order to divide it by.
                guard let handedOverAt = past.handedOverAt else { continue }
                let charge = try convert(fate.charge)
                // The order is counted once, beside its first charge, so that both are in the same row.
                let tally = Tally(chargedOrders: isCharged ? 0 : 1, charges: charge.minorUnits)
                isCharged = true
                sums.add(tally, at: handedOverAt, in: charge.currency)
            }
        }
    }

    /// Whether it had its label in time. A cancel that came before label and failure leaves nothing to judge.
    private func addReadiness(_ parcel: Parcel, _ sold: SoldOrder, to sums: inout Sums) {
        let isDecided = parcel.labelledAt != nil || parcel.obstacle != nil
        guard let readyAt = parcel.readyAt, isDecided || sold.status != .cancelled else { return }
        let success = LabelSuccess(
            readyAt: readyAt.date, labelledAt: parcel.labelledAt?.date, obstacle: parcel.obstacle)
        sums.add(Tally(ready: 1, labelledInTime: Int64(success.ratio.numerator)), at: readyAt)
    }
}

/// Collects what one order adds, in coarse and fine steps at once.
private struct Sums {
    let tenant: TenantID
    let shop: ShopID
    let currency: Currency
    private(set) var contribution = Contribution.none

    init(tenant: TenantID, shop: ShopID, currency: Currency) {
        self.tenant = tenant
        self.shop = shop
        self.currency = currency
    }

    mutating func add(_ tally: Tally, at instant: Instant, in currency: Currency? = nil) {
        for grain in [Grain.halfHour, .day] { add(tally, grain, instant, currency ?? self.currency, "") }
    }

    /// Adds to the sums of a line's product, where the channel has named one.
    mutating func add(_ tally: Tally, at instant: Instant, _ line: SoldLine) {
        guard !line.channelProduct.isEmpty else { return }
        for grain in [Grain.productHalfHour, .productDay] {
            add(tally, grain, instant, currency, line.channelProduct)
        }
    }

    private mutating func add(
        _ tally: Tally, _ grain: Grain, _ instant: Instant, _ currency: Currency, _ product: String
    ) {
        let key = RollupKey(
            tenant: tenant, grain: grain, at: grain.start(of: instant), shop: shop, currency: currency,
            product: product)
        contribution.add(tally, to: key)
    }
}
