import Contracts
import Messaging

/// What others are told of levels: once per level and batch, the last state, however many messages have changed it.
struct LevelNews {
    /// What a batch did to a level.
    private struct Touch {
        var cause: Metadata
        /// Who sold, by change; nil stands for what is no sale of one listing.
        var sellers: Set<StockChanged.Listing?> = []
        var uncovered = 0
        var mustTell = false
        var shippedSince: Instant?
        var cancelledSince: Instant?
        var cancelledOf: Set<StockChanged.Listing> = []
    }

    private var touches: [LevelKey: Touch] = [:]

    /// What orders did.
    init(_ changes: [OrderChange]) {
        for change in changes {
            for key in change.touched { note(key, change.cause, seller: change.seller(key)) }
            for move in change.moves { touches[move.level]?.uncovered += move.uncovered }
            for key in change.restored {
                note(key, change.cause, seller: nil)
                touches[key]?.mustTell = true
            }
            for (key, placedAt) in change.shipped {
                note(key, change.cause, seller: change.seller(key))
                let known = touches[key]?.shippedSince ?? placedAt
                touches[key]?.shippedSince = min(known, placedAt)
            }
            for (key, placedAt) in change.cancelled {
                let known = touches[key]?.cancelledSince ?? placedAt
                touches[key]?.cancelledSince = min(known, placedAt)
                touches[key]?.cancelledOf.formUnion(change.listings(key))
            }
        }
    }

    /// What first figures of the catalogue did, and listings that have begun to draw on a level.
    init(_ changes: [CatalogueChange]) {
        for change in changes {
            for key in change.moves.map(\.level) + change.drawn { note(key, change.cause, seller: nil) }
        }
    }

    private mutating func note(_ key: LevelKey, _ cause: Metadata, seller: StockChanged.Listing?) {
        touches[key, default: Touch(cause: cause)].cause = cause
        touches[key]?.sellers.insert(seller)
    }

    /// The messages, by level.
    ///
    /// - Parameter levels: As they stand after the batch.
    func drafts(_ levels: [LevelKey: Level], at now: Instant) -> [Draft] {
        touches.sorted { $0.key < $1.key }.compactMap { key, touch in
            guard let level = levels[key] else { return nil }
            let soldBy = touch.sellers.count == 1 ? touch.sellers.first.flatMap { $0 } : nil
            let news = StockChanged(
                key, level, version: level.version, soldBy: soldBy, uncovered: touch.uncovered, at: now,
                mustTell: touch.mustTell, shippedSince: touch.shippedSince, cancelledSince: touch.cancelledSince,
                cancelledOf: touch.cancelledOf.count == 1 ? touch.cancelledOf.first : nil)
            return Draft(news, tenant: key.tenant, subject: key.sku.description).caused(by: touch.cause)
        }
    }
}

extension OrderChange {
    /// The listing that sold, if the level changed by its sale alone: its channel has counted that already.
    fileprivate func seller(_ key: LevelKey) -> StockChanged.Listing? {
        guard moves.allSatisfy({ $0.level != key || $0.kind == .reserved || $0.kind == .deducted }) else { return nil }
        let listings = listings(key)
        return listings.count == 1 ? listings.first : nil
    }

    /// The order's listings that draw on a level.
    fileprivate func listings(_ key: LevelKey) -> Set<StockChanged.Listing> {
        let needs = order.needs.filter { order.level(of: $0) == key }
        return Set(needs.map { .init(shop: order.shop, channelSKU: $0.channelSKU) })
    }
}

extension StockChanged {
    /// The level as others may know it.
    init(
        _ key: LevelKey, _ level: Level, version: Int, soldBy: Listing? = nil, uncovered: Int = 0, at: Instant,
        mustTell: Bool = false, shippedSince: Instant? = nil, cancelledSince: Instant? = nil,
        cancelledOf: Listing? = nil
    ) {
        self.init(
            sku: key.sku, code: level.code, location: key.location, version: Int64(version), onHand: level.onHand,
            reserved: level.reserved, held: level.held, buffer: level.buffer, available: level.available, at: at,
            soldBy: soldBy, uncovered: uncovered > 0 ? uncovered : nil, mustTell: mustTell ? true : nil,
            shippedSince: shippedSince, cancelledSince: cancelledSince, cancelledOf: cancelledOf)
    }
}
