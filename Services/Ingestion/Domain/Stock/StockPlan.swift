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

    private static let noZero = "the channel takes no 0; the variant has to be taken off sale by hand"

    /// Decides for every limit of the wish.
    init(_ wish: ChannelStockSet, _ inventory: ProductInventory?, rules: ChannelPush.Rules) {
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
        let gone = Set(levels.filter { $0.refusal == Self.noZero }.map(StockPlace.init))
        isOver =
            !gone.isEmpty
            && Self.places(shown).allSatisfy { place, quantity in
                gone.contains(place) || (updates[place.sku]?[place.warehouse] ?? quantity) == 0
            }
    }

    private static func places(_ shown: [String: [String: Shown]]) -> [(StockPlace, Int)] {
        shown.flatMap { sku, warehouses in
            warehouses.map { (StockPlace(sku: sku, warehouse: $0.key), $0.value.available) }
        }
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
                available: shown?.available ?? 0, committed: shown?.committed ?? 0, refusal: refusal)
        }
        guard let shown else { return told(set: nil, refusal: "the channel has no stock of it in this warehouse") }
        let push = ChannelPush(
            limit: limit.limit, own: limit.own, available: shown.available, committed: shown.committed)
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
private struct StockPlace: Hashable {
    let sku: String
    let warehouse: String

    init(sku: String, warehouse: String) {
        self.sku = sku
        self.warehouse = warehouse
    }

    init(_ level: ChannelStockTold.Level) {
        self.init(sku: level.channelSKU, warehouse: level.channelWarehouse)
    }
}
