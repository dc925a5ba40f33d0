import Commerce
import Contracts
import TikTokShop

/// What to set for one product, decided from a wish and from what the channel said a moment before.
struct StockPlan: Hashable {
    /// Every SKU that changes, with all of its warehouses: leaving one out is an error of the channel's.
    let updates: [String: [String: Int]]
    /// What is answered if nothing is refused.
    let levels: [ChannelStockTold.Level]

    /// Whether nothing of the product is left to sell, at a channel that takes no 0: then the listing goes as a whole,
    /// as single variants cannot.
    let isOver: Bool
    /// Where the channel shows units that are not there, and takes no 0.
    let owed: Set<StockPlace>

    /// Whether the channel shows what it should already.
    var isEmpty: Bool { updates.isEmpty }
    /// What is answered once the listing has been taken off sale.
    var takenDown: [ChannelStockTold.Level] {
        levels.map { level in
            var level = level
            if level.refusal == Self.noZero { (level.set, level.refusal) = (0, nil) }
            return level
        }
    }

    /// Said of a place where the listing has no stock at the channel, and so sells nothing.
    static let notThere = "the channel has no stock of it in this warehouse"
    private static let noZero = "the channel takes no 0; the variant has to be taken off sale by hand"

    /// Decides for every limit of the wish.
    ///
    /// - Parameter owed: Where earlier wishes have left more than there is.
    init(
        _ wish: ChannelStockSet, _ inventory: ProductInventory?, owed: Set<StockPlace> = [], rules: ChannelPush.Rules
    ) {
        let shown = Self.shown(inventory)
        var updates: [String: [String: Int]] = [:]
        var levels: [ChannelStockTold.Level] = []
        for limit in wish.limits {
            let sku = shown[limit.channelSKU] ?? [:]
            let level = sku[limit.channelWarehouse]
            let told = Self.level(limit, level, rules)
            levels.append(told)
            guard let quantity = told.set else { continue }
            let before = updates[limit.channelSKU] ?? sku.mapValues(\.available)
            updates[limit.channelSKU] = before.merging([limit.channelWarehouse: quantity]) { $1 }
        }
        self.updates = updates
        self.levels = levels
        let places = Self.places(shown)
        let named = Set(levels.map(StockPlace.init))
        let before = owed.subtracting(named).filter { places[$0] ?? 0 > 0 }
        let gone = before.union(levels.filter { $0.refusal == Self.noZero }.map(StockPlace.init))
        self.owed = gone
        isOver =
            !gone.isEmpty
            && places.allSatisfy { place, quantity in
                gone.contains(place) || (updates[place.sku]?[place.warehouse] ?? quantity) == 0
            }
    }

    /// What the channel has for sale, place by place.
    private static func places(_ shown: [String: [String: Shown]]) -> [StockPlace: Int] {
        var places: [StockPlace: Int] = [:]
        for (sku, warehouses) in shown {
            for (warehouse, level) in warehouses {
                places[StockPlace(sku: sku, warehouse: warehouse)] = level.available
            }
        }
        return places
    }

    private typealias Shown = (available: Int, committed: Int)

    private static func shown(_ inventory: ProductInventory?) -> [String: [String: Shown]] {
        var shown: [String: [String: Shown]] = [:]
        for sku in inventory?.skus ?? [] {
            guard let id = sku.id else { continue }
            for level in sku.warehouses ?? [] {
                guard let warehouse = level.warehouseID else { continue }
                shown[id, default: [:]][warehouse] = (max(0, level.available ?? 0), max(0, level.committed ?? 0))
            }
        }
        return shown
    }

    private static func level(
        _ limit: ChannelStockSet.Limit, _ shown: Shown?, _ rules: ChannelPush.Rules
    ) -> ChannelStockTold.Level {
        func told(set quantity: Int?, refusal: String? = nil) -> ChannelStockTold.Level {
            ChannelStockTold.Level(
                channelSKU: limit.channelSKU, channelWarehouse: limit.channelWarehouse, set: quantity,
                available: shown?.available ?? 0, committed: shown?.committed ?? 0, refusal: refusal,
                isAbsent: shown == nil ? true : nil)
        }
        guard let shown else { return told(set: nil, refusal: notThere) }
        let push = ChannelPush(
            limit: limit.limit, own: limit.own, shipConfirmed: limit.shipConfirmed ?? 0, available: shown.available,
            committed: shown.committed)
        switch push.outcome(under: rules) {
        case .skip: return told(set: nil)
        case .set(let quantity): return told(set: quantity)
        case .deactivate: return told(set: nil, refusal: noZero)
        }
    }
}

/// How the pushes of one wish add up over its rounds: a level that a later round leaves alone keeps what was set
/// before.
struct StockRounds: Hashable {
    private(set) var levels: [ChannelStockTold.Level] = []
    /// Whether the channel did not take something, so that it may show more than there is.
    private(set) var isRefused = false

    /// The levels with a refusal that is about all of them, where they have none of their own.
    func levels(refusedFor why: String) -> [ChannelStockTold.Level] {
        levels.map { level in
            var level = level
            level.refusal = level.refusal ?? String(why.prefix(300))
            return level
        }
    }

    /// Takes a round in with what the channel refused of it.
    mutating func add(_ plan: StockPlan, _ result: InventoryUpdateResult?) {
        let earlier = Dictionary(
            levels.map { (StockPlace($0), $0) }, uniquingKeysWith: { first, _ in first })
        levels = plan.levels.map { level in
            var level = level
            if level.set == nil && level.refusal == nil, let before = earlier[StockPlace(level)] { return before }
            if level.set != nil, let refusal = Self.refusal(of: level, result) {
                level.set = nil
                level.refusal = refusal
            }
            return level
        }
        isRefused =
            result.map { !$0.isComplete } ?? false
            || levels.contains { $0.refusal != nil && $0.refusal != StockPlan.notThere }
            || levels.allSatisfy { $0.refusal != nil }
    }

    /// Failures of single SKUs hide inside a success.
    private static func refusal(of level: ChannelStockTold.Level, _ result: InventoryUpdateResult?) -> String? {
        let failure = result?.errors?.first { failure in
            failure.detail?.skuID == nil || failure.detail?.skuID == level.channelSKU
        }
        guard let failure else { return nil }
        let detail = failure.detail?.extraErrors?.first { $0.warehouseID == level.channelWarehouse }
        let code = detail?.code ?? failure.code
        let words = detail?.message ?? failure.message ?? "refused"
        return String("\(code.map { "\($0): " } ?? "")\(words)".prefix(300))
    }
}

/// Where a listing's units are counted.
struct StockPlace: Hashable, Sendable {
    let sku: String
    let warehouse: String

    init(sku: String, warehouse: String) {
        self.sku = sku
        self.warehouse = warehouse
    }

    /// Reads its ``name``.
    init(_ name: String) {
        let parts = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(sku: String(parts[0]), warehouse: parts.count > 1 ? String(parts[1]) : "")
    }

    /// SKU and warehouse in one word, as they are stored; the channel's ids are numbers.
    var name: String { "\(sku)/\(warehouse)" }

    init(_ level: ChannelStockTold.Level) {
        self.init(sku: level.channelSKU, warehouse: level.channelWarehouse)
    }
}
