import Contracts
import Foundation
import Messaging
import Postgres

/// Takes over what is offered on a channel: listings, what they are mapped to, and the first figures of stock.
struct ProductSyncedHandler: Handler {
    /// How often a product waits for its warehouses before all of it is taken to lie in the default place.
    private static let patience = 5
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func load(_ messages: [Received<ProductSynced>], _ pipeline: inout Pipeline) -> Loading<Catalogue> {
        CatalogueStore.load(messages, &pipeline)
    }

    func decide(_ message: Received<ProductSynced>, _ known: Catalogue) -> Decision<CatalogueChange> {
        let product = message.body
        guard let tenant = message.metadata.tenant else { return .done() }
        if let field = product.absurdity { return .reject("a figure of the product cannot be true", detail: field) }
        guard known.places(product, tenant) || message.metadata.attempt > Self.patience else {
            return .retry("a warehouse is not known yet")
        }
        var catalogue = known
        var changes: [CatalogueChange] = []
        var events: [Draft] = []
        var risen = StockRisen()
        for sku in product.skus {
            guard var change = catalogue.describe(sku, of: product, tenant: tenant, cause: message.metadata)
            else { continue }
            events += [report(&change), difference(change)].compactMap { $0 }
            catalogue.apply(change)
            changes.append(change)
            risen.places += change.moves.map { .init(sku: $0.level.sku, location: $0.level.location) }
            if change.components != nil {
                risen.listings.append(.init(shop: product.shop, channelSKU: sku.channelSKU))
            }
        }
        let completed = catalogue.complete(of: tenant, cause: message.metadata)
        changes += completed
        risen.listings += completed.map { .init(shop: $0.listing.key.shop, channelSKU: $0.listing.key.channelSKU) }
        if !risen.places.isEmpty || !risen.listings.isEmpty { events.append(Draft(risen)) }
        return .done(changes, events: events)
    }

    func apply(_ change: CatalogueChange, to catalogue: inout Catalogue) {
        catalogue.apply(change)
    }

    func summary(_ changes: [CatalogueChange], _ catalogue: Catalogue) -> [Draft] {
        LevelNews(changes).drafts(catalogue.levels, at: now())
    }

    func save(_ changes: [CatalogueChange], _ pipeline: inout Pipeline) {
        CatalogueStore.save(changes, &pipeline)
    }

    /// Says once that a listing shows another number than was counted. The count stays: a person decides.
    private func difference(_ change: CatalogueChange) -> Draft? {
        guard let difference = change.difference else { return nil }
        let listing = change.listing
        let sentence =
            "The listing \(listing.key.channelSKU) showed \(difference.shown) units of \(difference.code) when it was "
            + "connected; \(difference.counted) are counted. The count stays."
        return Draft(
            ActionTaken(
                action: "stockDiffers", subject: difference.code, sentence: String(sentence.prefix(500)),
                actor: "automation", at: now()), tenant: listing.key.tenant)
    }

    /// Says once that nothing is mapped to a listing.
    private func report(_ change: inout CatalogueChange) -> Draft? {
        var listing = change.listing
        guard let trouble = listing.trouble, !listing.isReported else { return nil }
        listing.isReported = true
        change = CatalogueChange(
            listing: listing, components: change.components, moves: change.moves, bundle: change.bundle,
            drawn: change.drawn, difference: change.difference, cause: change.cause)
        return Draft(
            ListingUnmapped(
                shop: listing.key.shop, channelSKU: listing.key.channelSKU, sellerSKU: listing.sellerSKU,
                reason: trouble.rawValue))
    }
}
