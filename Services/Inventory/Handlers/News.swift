import Contracts
import Messaging

/// What others are told of a settled order.
struct News {
    let before: StockOrder
    let settlement: Settlement
    let at: Instant

    private var order: StockOrder { settlement.order }

    /// The messages, in the order in which they are sent.
    var drafts: [Draft] {
        [reserved, short, released].compactMap { $0 } + changed + [risen].compactMap { $0 }
    }

    private var reserved: Draft? {
        guard order.state == .reserved, settlement.moves.contains(where: { $0.kind == .reserved }) else { return nil }
        let units = sum(order.needs) { $0.reserved }
        return draft(
            StockReserved(order: order.key.order, version: order.version, shop: order.shop, lines: lines(units)))
    }

    private var short: Draft? {
        guard order.state == .waiting, before.state != .waiting || before.unmapped != order.unmapped else { return nil }
        return draft(
            StockShort(
                order: order.key.order, version: order.version, shop: order.shop, missing: lines(settlement.missing),
                unmapped: order.unmapped.map(\.channelSKU), isOversell: order.isOversell))
    }

    private var released: Draft? {
        var units: [LevelKey: Int] = [:]
        for move in settlement.moves where move.kind == .released { units[move.level, default: 0] -= move.reserved }
        guard !units.isEmpty else { return nil }
        return draft(
            StockReleased(order: order.key.order, version: order.version, shop: order.shop, lines: lines(units)))
    }

    /// Waiting orders may fit now. Told to ourselves, so that a line of any length is served step by step.
    private var risen: Draft? {
        let levels = Set(settlement.moves.filter { $0.kind == .released }.map(\.level)).sorted()
        guard !levels.isEmpty else { return nil }
        return Draft(
            StockRisen(places: levels.map { .init(sku: $0.sku, location: $0.location) }), tenant: order.key.tenant)
    }

    private var changed: [Draft] {
        Set(settlement.moves.map(\.level)).sorted().compactMap { key in
            guard let level = settlement.levels[key] else { return nil }
            let uncovered = settlement.moves.reduce(0) { $0 + ($1.level == key ? $1.uncovered : 0) }
            return draft(
                StockChanged(key, level, version: level.version + 1, soldBy: seller(key), uncovered: uncovered, at: at))
        }
    }

    /// The listing that sold, if the level changed by its sale alone: its channel has counted that already.
    private func seller(_ key: LevelKey) -> StockChanged.Listing? {
        guard settlement.moves.allSatisfy({ $0.level != key || $0.kind == .reserved || $0.kind == .deducted })
        else { return nil }
        let listings = Set(order.needs.filter { order.level(of: $0) == key }.map(\.channelSKU))
        guard listings.count == 1, let channelSKU = listings.first else { return nil }
        return .init(shop: order.shop, channelSKU: channelSKU)
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
                sku: key.sku, code: settlement.levels[key]?.code ?? "", location: key.location, units: units)
        }
    }

    /// The journey is the order's, also where another order's release led to it.
    private func draft(_ message: some Message) -> Draft {
        Draft(
            message, tenant: order.key.tenant, correlation: order.key.order.description,
            subject: order.key.order.description)
    }
}

extension StockChanged {
    /// The level as others may know it.
    init(
        _ key: LevelKey, _ level: Level, version: Int, soldBy: Listing? = nil, uncovered: Int = 0, at: Instant
    ) {
        self.init(
            sku: key.sku, code: level.code, location: key.location, version: Int64(version), onHand: level.onHand,
            reserved: level.reserved, held: level.held, buffer: level.buffer, available: level.available, at: at,
            soldBy: soldBy, uncovered: uncovered > 0 ? uncovered : nil)
    }
}
