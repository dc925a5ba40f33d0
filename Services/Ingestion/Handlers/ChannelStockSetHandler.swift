import Contracts
import Foundation
import Messaging
import Postgres

/// Takes the command to set what a channel may sell: keeps the newest wish per product, and wants it carried out.
struct ChannelStockSetHandler: Handler {
    /// How far each product is.
    typealias View = [StockKey: StockSequences]

    /// A wish to keep.
    struct Change: Sendable {
        let key: StockKey
        let command: ChannelStockSet
        let cause: Metadata
    }

    let queue: WorkQueue

    /// What one command may name.
    private static let mostLimits = 10_000

    func load(_ messages: [Received<ChannelStockSet>], _ pipeline: inout Pipeline) throws -> Loading<View> {
        let known = WishStore.stockSequences(messages.compactMap(StockKey.init), &pipeline)
        return Loading { Dictionary(try known.get()) { first, _ in first } }
    }

    func decide(_ message: Received<ChannelStockSet>, _ view: View) throws -> Decision<Change> {
        let command = message.body
        guard let key = StockKey(message) else { return .reject("the command names no brand") }
        do {
            _ = try OrderReader.identifier(command.channelProduct, "channelProduct")
        } catch {
            return .reject("the command cannot be carried out", detail: "\(error)")
        }
        guard (1...Self.mostLimits).contains(command.limits.count) else {
            return .reject("the command cannot be carried out", detail: "limits is not from 1 to \(Self.mostLimits)")
        }
        if let known = view[key], command.sequence <= known.wanted {
            return .done(events: known.isTold ? [answer(command, known)] : [])
        }
        return .done([Change(key: key, command: command, cause: message.metadata)])
    }

    /// Newer figures were set before: nothing is done, but where Inventory was put back to an older dump it has to
    /// learn how far the channel is, or none of its commands would be taken until it has counted as far again.
    private func answer(_ command: ChannelStockSet, _ known: StockSequences) -> Draft {
        let told = ChannelStockTold(
            shop: command.shop, channelProduct: command.channelProduct, sequence: known.wanted,
            changedAt: command.changedAt, toldAt: command.changedAt)
        return Draft(told, subject: command.channelProduct)
    }

    func apply(_ change: Change, to view: inout View) {
        view[change.key] = StockSequences(wanted: change.command.sequence, told: view[change.key]?.told ?? 0)
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        let newest = Dictionary(changes.map { ($0.key, $0) }) { _, later in later }
        let wishes = newest.values.sorted { $0.key < $1.key }
        try WishStore.save(stock: wishes.map { ($0.key, $0.command) }, &pipeline)
        try WorkQueue.enqueue(wishes.map { SetStock.item($0.key, $0.command, cause: $0.cause) }, into: &pipeline)
    }

    func saved(_ changes: [Change]) {
        queue.nudge()
    }
}

/// Names a product's stock.
struct StockKey: Hashable, Comparable, Sendable {
    let tenant: TenantID
    let shop: ShopID
    let channelProduct: String

    init(tenant: TenantID, shop: ShopID, channelProduct: String) {
        self.tenant = tenant
        self.shop = shop
        self.channelProduct = channelProduct
    }

    init?(_ message: Received<ChannelStockSet>) {
        guard let tenant = message.metadata.tenant else { return nil }
        self.init(tenant: tenant, shop: message.body.shop, channelProduct: message.body.channelProduct)
    }

    static func < (left: Self, right: Self) -> Bool {
        (left.tenant, left.shop, left.channelProduct) < (right.tenant, right.shop, right.channelProduct)
    }
}

/// How far a product's stock is, by the numbers of Inventory's commands.
struct StockSequences: Sendable {
    /// The newest command.
    let wanted: Int64
    /// The newest one that was answered.
    let told: Int64

    /// Whether the newest one was answered.
    var isTold: Bool { told >= wanted }
}
