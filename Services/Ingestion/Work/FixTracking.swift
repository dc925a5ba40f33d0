import Contracts
import Foundation
import Messaging
import Postgres
import TikTokShop

/// Tells the channel another carrier and number of a parcel that it has taken: once, within 72 hours, by its rules. It
/// looks at the order first, so that a number which it knows already is a success. Of a parcel that somebody shipped in
/// Seller Center nobody has told us the package: then the order's number is corrected.
struct FixTracking: WorkKind {
    static let name = "tracking.fix"
    static let endpoint = Budgets.shipping
    static let limits = WorkLimits(attempts: CommandEnd.leases, deadline: .seconds(60))

    let desk: ChannelDesk

    /// After a call without an answer: how soon the order is looked at again.
    private static let doubt = Duration.seconds(20)

    /// Wants a parcel's number corrected.
    static func item(_ tenant: TenantID, _ command: TrackingFix, cause: Metadata) -> WorkItem {
        WorkItem(
            FixTracking.self, tenant: tenant, key: command.shipment.description, shop: command.shop, cause: cause)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        guard let shipment = UUID(text: job.item.key),
            let wish = try await TrackingStore.find(shipment, tenant: job.tenant, desk.database)
        else { return .done() }
        let closed = refuse(wish, job.tenant, reason: "notConnected", "the shop is not connected")
        let end = CommandEnd { refuse(wish, job.tenant, reason: $0, $1) }
        return try await desk.attend(job, purpose: Self.name, closed: closed, end: end) { shop in
            do {
                return try await step(wish, job, shop)
            } catch let error as TikTokShopError {
                let discreet = await desk.discreet(error, of: wish.order, job.tenant)
                return try judge(discreet, wish, job.tenant)
            }
        }
    }

    private func step(
        _ wish: TrackingFix, _ job: Job<NoPayload>, _ shop: ChannelDesk.OpenShop
    ) async throws -> WorkResult {
        let page = try await desk.channel.send(GetOrders(ids: [wish.channelOrder]), as: shop.access)
        guard let order = page.items.first(where: { $0.id == wish.channelOrder }) else {
            return refuse(wish, job.tenant, reason: "unknownOrder", "the channel does not know the order")
        }
        if Self.shows(order, wish) { return accept(wish, job.tenant) }
        try await job.nextToken()
        let provider: String
        switch try await desk.provider(of: wish.carrier, order, shop) {
        case .found(let id): provider = id
        case .missing(let detail): return refuse(wish, job.tenant, reason: "unknownCarrier", detail)
        }
        try await job.nextToken()
        try await send(wish, SelfShipment(wish.tracking, provider), shop)
        return accept(wish, job.tenant)
    }

    private func send(_ wish: TrackingFix, _ shipment: SelfShipment, _ shop: ChannelDesk.OpenShop) async throws {
        if wish.channelPackage.isEmpty {
            let update = UpdateOrderShippingInfo(orderID: wish.channelOrder, shipment: shipment)
            _ = try await desk.channel.send(update, as: shop.access)
        } else {
            let update = UpdatePackageShippingInfo(packageID: wish.channelPackage, shipment: shipment)
            _ = try await desk.channel.send(update, as: shop.access)
        }
    }

    /// Whether the channel has the number already.
    private static func shows(_ order: TikTokShop.Order, _ wish: TrackingFix) -> Bool {
        let lines = (order.lineItems ?? []).filter { line in
            wish.channelPackage.isEmpty ? line.status != .cancelled : line.packageID == wish.channelPackage
        }
        return !lines.isEmpty && lines.allSatisfy { $0.trackingNumber == wish.tracking }
    }

    // MARK: Ending

    private func judge(_ error: TikTokShopError, _ wish: TrackingFix, _ tenant: TenantID) throws -> WorkResult {
        if error.advice == .readFirst, error.requestWritten {
            return .unknownOutcome(checkAfter: Self.doubt, "the correction brought no answer")
        }
        guard let reason = ShipRefusal.reason(error.kind) else { throw error }
        return refuse(wish, tenant, reason: reason, "\(error)")
    }

    private func accept(_ wish: TrackingFix, _ tenant: TenantID) -> WorkResult {
        let event = OrderShipAccepted(
            order: wish.order, shipment: wish.shipment, channelPackage: wish.channelPackage, tracking: wish.tracking,
            carrier: wish.carrier)
        let draft = Draft(event, tenant: tenant, correlation: wish.order.description, subject: wish.channelOrder)
        return .done(events: [draft]) { pipeline in
            try TrackingStore.settle(wish, tenant: tenant, isAccepted: true, &pipeline)
        }
    }

    private func refuse(_ wish: TrackingFix, _ tenant: TenantID, reason: String, _ detail: String) -> WorkResult {
        let event = OrderShipRefused(
            order: wish.order, shipment: wish.shipment, reason: reason, detail: String(detail.prefix(1000)))
        let draft = Draft(event, tenant: tenant, correlation: wish.order.description, subject: wish.channelOrder)
        return .done(events: [draft]) { pipeline in
            try TrackingStore.settle(wish, tenant: tenant, isAccepted: false, &pipeline)
        }
    }
}
