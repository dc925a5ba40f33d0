import Contracts
import Messaging

/// What others are told of a settled order; of the levels that it changed they are told by ``LevelNews``.
struct News {
    let before: StockOrder
    let allocation: Allocation

    private var order: StockOrder { allocation.order }

    /// The messages, in the order in which they are sent.
    var drafts: [Draft] {
        [reserved, short, released, risen].compactMap { $0 }
    }

    private var reserved: Draft? {
        let isNews = before.isReopened || allocation.moves.contains { $0.kind == .reserved }
        guard order.state == .reserved, isNews else { return nil }
        let units = sum(order.needs) { $0.reserved }
        return draft(
            StockReserved(order: order.key.order, version: order.version, shop: order.shop, lines: lines(units)))
    }

    private var short: Draft? {
        let isNews = before.isReopened || before.state != .waiting || before.unmapped != order.unmapped
        guard order.state == .waiting, isNews else { return nil }
        return draft(
            StockShort(
                order: order.key.order, version: order.version, shop: order.shop, missing: lines(allocation.missing),
                unmapped: order.unmapped.map(\.channelSKU), isOversell: order.isOversell))
    }

    private var released: Draft? {
        var units: [LevelKey: Int] = [:]
        for move in allocation.moves where move.kind == .released { units[move.level, default: 0] -= move.reserved }
        guard !units.isEmpty else { return nil }
        return draft(
            StockReleased(order: order.key.order, version: order.version, shop: order.shop, lines: lines(units)))
    }

    /// Waiting orders may fit now. Told to ourselves, so that a line of any length is served step by step.
    private var risen: Draft? {
        let levels = Set(allocation.moves.filter { $0.kind == .released }.map(\.level)).sorted()
        guard !levels.isEmpty else { return nil }
        return Draft(
            StockRisen(places: levels.map { .init(sku: $0.sku, location: $0.location) }), tenant: order.key.tenant)
    }

    /// Orders wait behind others who can be served: whoever made room for those may have looked before these came, so
    /// it is told again, once for a batch.
    static func queued(_ changes: [OrderChange]) -> [Draft] {
        let queued = Dictionary(grouping: changes.filter { !$0.queued.isEmpty }, by: \.order.key.tenant)
        return queued.sorted { $0.key < $1.key }.compactMap { tenant, changes in
            let levels = changes.reduce(into: Set<LevelKey>()) { $0.formUnion($1.queued) }.sorted()
            let places = levels.map { StockRisen.Place(sku: $0.sku, location: $0.location) }
            return changes.last.map { Draft(StockRisen(places: places), tenant: tenant).caused(by: $0.cause) }
        }
    }

    private func sum(_ needs: [Need], _ units: (Need) -> Int) -> [LevelKey: Int] {
        var sums: [LevelKey: Int] = [:]
        for need in needs where units(need) > 0 {
            if let key = order.level(of: need) { sums[key, default: 0] += units(need) }
        }
        return sums
    }

    private func lines(_ units: [LevelKey: Int]) -> [StockLine] {
        units.sorted { $0.key < $1.key }.map { key, units in
            StockLine(
                sku: key.sku, code: allocation.levels[key]?.code ?? "", location: key.location, units: units)
        }
    }

    /// The journey is the order's, also where another order's release led to it.
    private func draft(_ message: some Message) -> Draft {
        Draft(
            message, tenant: order.key.tenant, correlation: order.key.order.description,
            subject: order.key.order.description)
    }
}
