import Contracts
import Foundation
import Messaging
import Postgres

/// Maps a listing by hand, and with it the bundles that draw on it or lacked nothing else. Orders that wait with the
/// old mapping, or none, are asked again with the new one; orders for which stock has moved keep theirs.
struct ListingMapHandler: RequestHandler {
    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func answer(_ question: Received<ListingMap>, _ desk: Desk) async throws -> ListingRecord {
        let wish = question.body
        let (channelSKU, wishes) = try checked { () throws(Obstacle) in
            (try PlainText.checked(wish.channelSKU, at: "/channelSKU"), try Mapping.wishes(wish.parts))
        }
        return try await desk.carryOut(question, now: now()) { counter in
            let database = counter.transaction.database
            let key = try await ListingPages.owner(
                wish.shop, channelSKU, tenants: desk.caller.tenants, database)
            guard let key else { throw Refusal(.unknown("listing", at: "/channelSKU")) }
            let found = try await MappingStore.load(key, wishes, database)
            let parts = try checked { () throws(Obstacle) in
                try Mapping.parts(wishes, skus: found.skus, codes: found.codes)
            }
            let changes = changes(found, parts, counter)
            let record = try await save(changes, found.listing.key, counter)
            try counter.transaction.publish(news(found, parts, changes.all, counter))
            return record
        }
    }

    /// What a mapping changes.
    private struct Changes {
        /// The listing as it is mapped now, then bundles that follow it: orders may wait with what they took before.
        let remapped: [CatalogueChange]
        /// Bundles that had no mapping, so that no order has one of theirs to forget.
        let completed: [CatalogueChange]

        var all: [CatalogueChange] { remapped + completed }
    }

    private func changes(_ found: MappingStore.Found, _ parts: [Component], _ counter: Counter) -> Changes {
        var listing = found.listing
        listing.trouble = nil
        let mapped = CatalogueChange(listing: listing, components: parts, moves: [], cause: counter.cause)
        var catalogue = found.catalogue
        let followers = catalogue.followers(but: listing.key)
        catalogue.apply(mapped)
        let followed = catalogue.follow(followers, cause: counter.cause)
        let completed = catalogue.complete(of: listing.key.tenant, cause: counter.cause)
        return Changes(remapped: [mapped] + followed, completed: completed)
    }

    private func save(
        _ changes: Changes, _ key: ListingKey, _ counter: Counter
    ) async throws -> ListingRecord {
        var pipeline = Pipeline()
        CatalogueStore.save(changes.all, &pipeline)
        MappingStore.forget(changes.remapped.map(\.listing.key), &pipeline)
        let records = ListingPages.listing(key, &pipeline)
        let shelves = ListingShelves.load(CatalogueStore.listingRows([key]), &pipeline)
        let rest = pipeline
        try await counter.transaction.database.send(rest)
        guard let record = try records.get().first else { throw Refusal(.unknown("listing", at: "/channelSKU")) }
        return record.showing(try shelves()[key] ?? [])
    }

    /// Nothing has changed at the levels of the parts, but a listing more draws on them.
    private func news(
        _ found: MappingStore.Found, _ parts: [Component], _ changes: [CatalogueChange], _ counter: Counter
    ) -> [Draft] {
        let (key, skus) = (found.listing.key, Set(parts.map(\.sku)))
        let told = found.levels.filter { skus.contains($0.key.sku) }.sorted { $0.key < $1.key }.map {
            Draft(StockChanged($0.key, $0.value, version: $0.value.version, at: counter.now), tenant: key.tenant)
        }
        let risen = StockRisen(
            listings: changes.map { .init(shop: $0.listing.key.shop, channelSKU: $0.listing.key.channelSKU) })
        let action = Counter.Action(
            name: "listingMapped", subject: key.channelSKU,
            sentence: "The listing \(key.channelSKU) was mapped to \(Mapping.words(parts, codes: found.codes)).")
        return told + [Draft(risen, tenant: key.tenant), counter.note(action, key.tenant)]
    }
}
