import Contracts
import Foundation
import Messaging
import Postgres

/// Tells channels what is left, and people what runs low, after a level has changed.
///
/// All changes that have arrived are told together: one command per product and batch, with the figures of this moment.
struct StockChangedHandler: Handler {
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func load(_ messages: [Received<StockChanged>], _ pipeline: inout Pipeline) -> Loading<Offers> {
        OfferStore.load(messages, &pipeline)
    }

    func decide(_ message: Received<StockChanged>, _ offers: Offers) -> Decision<OfferChange> {
        guard let tenant = message.metadata.tenant else { return .done() }
        let sku = Offers.SKUKey(tenant: tenant, sku: message.body.sku)
        let products = Set(offers.concerned(sku, soldBy: message.body.soldBy).compactMap { offers.productOf[$0] })
        let pushes = products.compactMap { push($0, message.body.at, offers) }
        let alert = alert(sku, offers)
        let changes = pushes.map(\.change) + [alert?.change].compactMap { $0 }
        return .done(changes, events: pushes.map(\.draft) + [alert?.draft].compactMap { $0 })
    }

    func apply(_ change: OfferChange, to offers: inout Offers) {
        switch change {
        case .pushed(let product, _):
            offers.products[product.key] = product
            offers.changed[product.key] = nil
            offers.insisted.remove(product.key)
        case .alerted(let sku, let alert): offers.alerts[sku] = alert
        }
    }

    func save(_ changes: [OfferChange], _ pipeline: inout Pipeline) throws {
        try OfferStore.save(changes, &pipeline)
    }

    /// A command for a product, unless the channel was told the same figures last time and has not changed its own.
    private func push(
        _ key: Offers.ProductKey, _ changedAt: Instant, _ offers: Offers
    ) -> (change: OfferChange, draft: Draft)? {
        guard var product = offers.products[key] else { return nil }
        let limits = offers.limits(of: key)
        let known = Set(product.told)
        let isNews = limits.contains { !known.contains($0) } || offers.insisted.contains(key) && !limits.isEmpty
        guard isNews else { return nil }
        product.sequence += 1
        let named = Set(limits.map(\.place))
        product.told = product.told.filter { !named.contains($0.place) } + limits
        let command = ChannelStockSet(
            shop: key.shop.shop, channelProduct: key.channelProduct, sequence: Int64(product.sequence),
            changedAt: changedAt, limits: limits)
        return (.pushed(product, at: changedAt), Draft(command, subject: key.channelProduct))
    }

    private func alert(_ sku: Offers.SKUKey, _ offers: Offers) -> (change: OfferChange, draft: Draft?)? {
        guard var alert = offers.alerts[sku] else { return nil }
        let before = alert
        let available = offers.levels.reduce(0) { sum, entry in
            entry.key.tenant == sku.tenant && entry.key.sku == sku.sku ? sum + entry.value.available : sum
        }
        let isNews = alert.note(available: available)
        guard alert != before else { return nil }
        let news = StockLow(
            sku: sku.sku, code: alert.code, available: available, threshold: alert.threshold, at: now())
        return (.alerted(sku, alert), isNews ? Draft(news) : nil)
    }
}

extension ChannelStockSet.Limit {
    /// What it speaks of.
    var place: [String] { [channelSKU, channelWarehouse] }
}
