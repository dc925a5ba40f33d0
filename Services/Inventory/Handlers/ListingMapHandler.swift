import Contracts
import Foundation
import Messaging
import Postgres

/// Maps a listing by hand. Orders that wait with the old mapping, or none, are asked again with the new one; orders for
/// which stock has moved keep theirs.
struct ListingMapHandler: Handler {
    /// What is known of the listings that are spoken of.
    struct View: Sendable {
        var listings: [ListingKey: Listing]
        /// Levels of the parts, wherever they are; not locked.
        var levels: [LevelKey: Level]
        var skus: Set<Offers.SKUKey>
    }

    /// The most parts of a bundle.
    static let mostParts = 100

    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func load(_ messages: [Received<ListingMap>], _ pipeline: inout Pipeline) -> Loading<View> {
        let keys = Set(messages.compactMap(\.listingKey)).sorted()
        let skus = Set(messages.flatMap(\.skuKeys))
        MappingStore.lockWaiting(keys, &pipeline)
        let listings = CatalogueStore.lockListings(keys, &pipeline)
        let levels = MappingStore.levels(skus, &pipeline)
        let known = MappingStore.known(skus, &pipeline)
        return Loading { View(listings: try listings(), levels: try levels(), skus: try known()) }
    }

    func decide(_ message: Received<ListingMap>, _ view: View) -> Decision<CatalogueChange> {
        guard let key = message.listingKey, var listing = view.listings[key] else { return .done() }
        let news = ShelfNews(now: now())
        do throws(Shelf.Refusal) {
            let parts = try parts(message, view)
            listing.trouble = nil
            let change = CatalogueChange(
                listing: listing, components: parts, moves: [], cause: message.metadata.id)
            let risen = StockRisen(listings: [.init(shop: key.shop, channelSKU: key.channelSKU)])
            return .done([change], events: told(parts, key.tenant, view) + [Draft(risen)])
        } catch {
            return .done(events: [news.refused(error)])
        }
    }

    func apply(_ change: CatalogueChange, to view: inout View) {
        view.listings[change.listing.key] = change.listing
    }

    func save(_ changes: [CatalogueChange], _ pipeline: inout Pipeline) {
        CatalogueStore.save(changes, &pipeline)
        MappingStore.forget(Set(changes.map(\.listing.key)).sorted(), &pipeline)
    }

    private func parts(_ message: Received<ListingMap>, _ view: View) throws(Shelf.Refusal) -> [Component] {
        guard (1...Self.mostParts).contains(message.body.parts.count) else {
            throw Shelf.Refusal(reason: "absurd", sentence: "parts: from 1 to \(Self.mostParts)")
        }
        var parts: [SKUID: Int] = [:]
        for (index, part) in message.body.parts.enumerated() {
            guard (1...10_000).contains(part.units) else {
                throw Shelf.Refusal(reason: "absurd", sentence: "parts[\(index)].units: from 1 to 10,000")
            }
            guard message.metadata.tenant.map({ view.skus.contains(.init(tenant: $0, sku: part.sku)) }) == true,
                parts[part.sku] == nil
            else {
                throw Shelf.Refusal(reason: "unknownSKU", sentence: "parts[\(index)].sku: not known, or named twice")
            }
            parts[part.sku] = part.units
        }
        return parts.map { Component(sku: $0, units: $1) }.sorted { $0.sku < $1.sku }
    }

    /// Nothing has changed at these levels, but a listing more draws on them.
    private func told(_ parts: [Component], _ tenant: TenantID, _ view: View) -> [Draft] {
        let skus = Set(parts.map(\.sku))
        return view.levels.filter { $0.key.tenant == tenant && skus.contains($0.key.sku) }
            .sorted { $0.key < $1.key }
            .map { Draft(StockChanged($0.key, $0.value, version: $0.value.version, at: now())) }
    }
}

extension Received<ListingMap> {
    var listingKey: ListingKey? {
        metadata.tenant.map { ListingKey(tenant: $0, shop: body.shop, channelSKU: body.channelSKU) }
    }

    var skuKeys: [Offers.SKUKey] {
        guard let tenant = metadata.tenant else { return [] }
        return body.parts.prefix(ListingMapHandler.mostParts).map { .init(tenant: tenant, sku: $0.sku) }
    }
}
