import Contracts
import Foundation
import Messaging
import Postgres

/// Takes the command to set what a channel may sell: keeps the newest wish per product, and wants it carried out.
struct ChannelStockSetHandler: Handler {
    /// The newest sequence that is known per product.
    typealias View = [StockKey: Int64]

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
        guard command.sequence > view[key] ?? 0 else { return .done() }
        return .done([Change(key: key, command: command, cause: message.metadata)])
    }

    func apply(_ change: Change, to view: inout View) {
        view[change.key] = change.command.sequence
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
