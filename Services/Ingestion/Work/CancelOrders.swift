import Contracts
import Foundation
import Messaging
import Postgres
import TikTokShop

/// Has the channel cancel an order that a person wants cancelled. It looks at the order first, each time: cancelled
/// already is a success, and what the carrier has is refused without asking.
struct CancelOrders: WorkKind {
    static let name = "order.cancel"
    static let endpoint = Budgets.cancelling
    static let limits = WorkLimits(attempts: CommandEnd.leases, deadline: .seconds(60))

    let desk: ChannelDesk

    /// After a call without an answer: how soon the order is looked at again.
    private static let doubt = Duration.seconds(20)

    /// Wants an order cancelled; before what merely reads, since parcels leave meanwhile.
    static func item(_ wish: CancelWish, cause: Metadata) -> WorkItem {
        WorkItem(
            CancelOrders.self, tenant: wish.tenant, key: wish.order.description, shop: wish.shop, priority: -1,
            cause: cause)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        guard let order = OrderID(job.item.key),
            let wish = try await CancelStore.find(order, job.tenant, desk.database), wish.state == .wanted
        else { return .done() }
        let closed = refuse(wish, code: "notConnected", "the shop is not connected")
        let end = CommandEnd { refuse(wish, code: $0, $1) }
        return try await desk.attend(job, purpose: Self.name, closed: closed, end: end) { shop in
            do {
                return try await step(wish, job, shop)
            } catch let error as TikTokShopError {
                let discreet = await desk.discreet(error, of: wish.order, shop.tenant)
                return try judge(discreet, wish, shop)
            }
        }
    }

    private func step(
        _ wish: CancelWish, _ job: Job<NoPayload>, _ shop: ChannelDesk.OpenShop
    ) async throws -> WorkResult {
        let page = try await desk.channel.send(GetOrders(ids: [wish.channelOrder]), as: shop.access)
        guard let order = page.items.first(where: { $0.id == wish.channelOrder }) else {
            return refuse(wish, code: "unknownOrder", "the channel does not know the order")
        }
        switch CancelStep(order) {
        case .cancelled: return accept(wish, shop)
        case .refuse(let code, let detail): return refuse(wish, code: code, detail)
        case .grant: return try await grant(wish, job, shop)
        case .ask: return try await ask(wish, job, shop)
        }
    }

    // MARK: Calling

    private func ask(
        _ wish: CancelWish, _ job: Job<NoPayload>, _ shop: ChannelDesk.OpenShop
    ) async throws -> WorkResult {
        try await job.nextToken()
        let offered = try await desk.channel.send(GetCancelReasons(orderID: wish.channelOrder), as: shop.access).reasons
        guard let reason = CancelReason.choose(wish.reason, among: offered) else {
            let words = offered.prefix(20).joined(separator: ", ")
            return refuse(wish, code: "badReason", "the channel takes none but these reasons: \(words)")
        }
        try await job.nextToken()
        _ = try await desk.channel.send(CancelOrder(orderID: wish.channelOrder, reason: reason), as: shop.access)
        return accept(wish, shop)
    }

    /// The buyer wants it, too: that wish is granted. One that was withdrawn a moment ago leaves ours to be asked,
    /// at once or by the next attempt.
    private func grant(
        _ wish: CancelWish, _ job: Job<NoPayload>, _ shop: ChannelDesk.OpenShop
    ) async throws -> WorkResult {
        try await job.nextToken()
        let search = SearchCancellations(orderIDs: [wish.channelOrder], statuses: [.pending])
        let pending = try await desk.channel.send(search, as: shop.access).items
        guard let id = pending.first(where: { $0.orderID == wish.channelOrder })?.id?.nonEmpty else {
            return try await ask(wish, job, shop)
        }
        try await job.nextToken()
        let approval = ApproveCancellation(cancelID: id, idempotencyKey: "cancel-\(wish.order)")
        do {
            _ = try await desk.channel.send(approval, as: shop.access)
        } catch let error as TikTokShopError where Self.mayBeGone(error.kind) && job.item.attempt < CommandEnd.attempts
        {
            let discreet = await desk.discreet(error, of: wish.order, shop.tenant)
            return .again("the buyer's request could not be granted", detail: "\(discreet)")
        }
        return accept(wish, shop)
    }

    /// Whether a refused approval may be about a request that the buyer withdrew, or that was decided, after it was
    /// found. That says nothing about the order: the next attempt looks what has become of both.
    private static func mayBeGone(_ kind: TikTokShopError.Kind) -> Bool {
        switch kind {
        case .invalidRequest, .business, .notCancellable: true
        default: false
        }
    }

    // MARK: Ending

    private func judge(
        _ error: TikTokShopError, _ wish: CancelWish, _ shop: ChannelDesk.OpenShop
    ) throws -> WorkResult {
        switch error.kind {
        case .alreadyCancelled, .orderCancelled: return accept(wish, shop)
        case .alreadyShipped: return refuse(wish, code: CancelStep.handedOver, "\(error)")
        case .notCancellable, .afterSalePending, .fulfilledByTikTok, .invalidRequest, .business:
            return refuse(wish, code: "notCancellable", "\(error)")
        default: break
        }
        if error.advice == .readFirst, error.requestWritten {
            return .unknownOutcome(checkAfter: Self.doubt, "the cancel call brought no answer")
        }
        throw error
    }

    private func accept(_ wish: CancelWish, _ shop: ChannelDesk.OpenShop) -> WorkResult {
        let sentence = "The channel has cancelled the order \(wish.channelOrder)."
        // What the channel has made of it is read at once, whether or not a webhook comes.
        let look = FetchOrders.item(wish.channelOrder, shop.connection, source: .read)
        return .done(events: [wish.note("orderCancelAccepted", sentence, at: desk.now())]) { pipeline in
            CancelStore.settle(wish, .accepted, &pipeline)
            try WorkQueue.enqueue([look], into: &pipeline)
        }
    }

    private func refuse(_ wish: CancelWish, code: String, _ detail: String) -> WorkResult {
        let detail = String(detail.prefix(500))
        let sentence = "The order \(wish.channelOrder) was not cancelled: \(detail)"
        return .done(events: [wish.note("orderCancelRefused", sentence, at: desk.now())]) { pipeline in
            CancelStore.settle(wish, .refused, code: code, detail: detail, &pipeline)
        }
    }
}
