import Contracts
import CoreMetrics
import Foundation
import Messaging
import Postgres

/// Notes what a channel has answered, and measures how long it took from the change to the channel. What the channel
/// did not take counts as not told: the next change tells it again, and where none comes, ``PushAgain`` does.
struct ChannelStockToldHandler: Handler {
    /// One answer, and where the product stands after it.
    struct Change: Sendable {
        let product: Offers.ProductKey
        let body: ChannelStockTold
        let answers: PushAnswers
        /// Whether the last command was not taken as a whole, or is not known here.
        let forgets: Bool
        /// Wanted where it is to be told again.
        let again: WorkItem?
    }

    /// Tells when news were made; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }
    private let latency = Timer(label: "inventory.push.duration")

    func load(
        _ messages: [Received<ChannelStockTold>], _ pipeline: inout Pipeline
    ) -> Loading<[Offers.ProductKey: PushAnswers]> {
        Loading(PushStore.lockAnswers(Set(messages.compactMap(\.productKey)), &pipeline))
    }

    func decide(
        _ message: Received<ChannelStockTold>, _ known: [Offers.ProductKey: PushAnswers]
    ) -> Decision<Change> {
        guard let product = message.productKey, var answers = known[product] else { return .done() }
        let body = message.body
        let isNewest = body.sequence > answers.told && body.sequence >= answers.sequence
        let news = answers.take(body)
        let wantsAgain = isNewest && answers.isConnected && body.levels.contains(where: \.isRefused)
        let again = wantsAgain ? PushAgain.item(product, after: answers.pause, cause: message.metadata) : nil
        // What answers a command of which there is no trace here was told before these books were put back to a dump.
        let isAhead = body.sequence > answers.sequence
        let change = Change(
            product: product, body: body, answers: answers, forgets: isAhead || isNewest && body.isIncomplete,
            again: again)
        return .done([change], events: [report(news, product)].compactMap(\.self))
    }

    func apply(_ change: Change, to known: inout [Offers.ProductKey: PushAnswers]) {
        known[change.product] = change.answers
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        try PushStore.save(changes, &pipeline)
        try WorkQueue.enqueue(changes.compactMap(\.again), into: &pipeline)
    }

    func saved(_ changes: [Change]) {
        // One without levels only says how far the channel is.
        for change in changes where !change.body.levels.isEmpty {
            let milliseconds = change.body.toldAt.milliseconds - change.body.changedAt.milliseconds
            latency.recordMilliseconds(max(0, milliseconds))
        }
    }

    /// Says once what the channel does not take: it may go on selling what is not there.
    private func report(_ news: [ChannelStockTold.Level], _ product: Offers.ProductKey) -> Draft? {
        guard let first = news.first, let words = first.refusal else { return nil }
        let others = Set(news.map(\.channelSKU)).count - 1
        let sentence =
            "The channel refused the stock of the listing \(first.channelSKU)"
            + (others > 0 ? " and of \(others) more of its product" : "") + ": \(words)"
        return Draft(
            ActionTaken(
                action: "channelStockRefused", subject: product.channelProduct,
                sentence: "\(sentence.prefix(400)). It is told again until it takes it.", actor: "automation", at: now()
            ),
            tenant: product.shop.tenant)
    }
}

extension Received<ChannelStockTold> {
    /// The product that the answer is about; nil without a tenant, which a lane does not let through.
    var productKey: Offers.ProductKey? {
        metadata.tenant.map {
            Offers.ProductKey(shop: ShopKey(tenant: $0, shop: body.shop), channelProduct: body.channelProduct)
        }
    }
}
