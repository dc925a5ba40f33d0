import Contracts
import Crypto
import Foundation
import Messaging
import Postgres
import TikTokShop

/// Tells the channel of a parcel, or has it make the label: the call that fits market and shipping type. It looks at
/// the order first, each time, so that a parcel that is shipped already is a success and none is shipped twice.
struct ShipOrder: WorkKind {
    static let name = "order.ship"
    static let endpoint = Budgets.shipping
    static let limits = WorkLimits(attempts: CommandEnd.leases, deadline: .seconds(90))

    let desk: ChannelDesk

    /// After a call without an answer: how soon the order is looked at again.
    private static let doubt = Duration.seconds(20)

    /// Wants a parcel shipped.
    static func item(_ tenant: TenantID, _ command: OrderShip, cause: Metadata) -> WorkItem {
        WorkItem(
            ShipOrder.self, tenant: tenant, key: command.shipment.description, shop: command.shop, cause: cause)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        guard let shipment = UUID(text: job.item.key),
            let stored = try await WishStore.ship(shipment, tenant: job.tenant, desk.database)
        else { return .failed("the parcel's command is missing") }
        let wish = stored.command
        let closed = refuse(wish, job, reason: "notConnected", detail: "the shop is not connected")
        let end = CommandEnd { refuse(wish, job, reason: $0, detail: $1) }
        return try await desk.attend(job, purpose: Self.name, closed: closed, end: end) { shop in
            do {
                return try await step(stored, job, shop)
            } catch let error as TikTokShopError {
                let discreet = await desk.discreet(error, of: stored.command.order, job.tenant)
                return try judge(discreet, stored, job)
            }
        }
    }

    private func step(
        _ stored: ShipWish, _ job: Job<NoPayload>, _ shop: ChannelDesk.OpenShop
    ) async throws -> WorkResult {
        let wish = stored.command
        let page = try await desk.channel.send(GetOrders(ids: [wish.channelOrder]), as: shop.access)
        guard let order = page.items.first(where: { $0.id == wish.channelOrder }) else {
            return refuse(wish, job, reason: "unknownOrder", detail: "the channel does not know the order")
        }
        switch ShipStep(order, wish, region: shop.connection.region) {
        case .refuse(let reason, let detail): return refuse(wish, job, reason: reason, detail: detail)
        case .shipped(let shipped): return try await finish(shipped, stored, job, shop)
        case .call(let call, let package, let lines):
            try await job.nextToken()
            let target = Target(order: order, package: package, lines: lines)
            if let refusal = try await make(call, target, wish, job, shop) { return refusal }
            // The next look finds it shipped, or another package that waits; the number and the label are the channel's
            // to tell.
            return awaitSight(stored, job, "the parcel was shipped just now")
        }
    }

    // MARK: Calling

    /// What a call ships.
    private struct Target {
        let order: TikTokShop.Order
        let package: String?
        /// Nil: all of the order.
        let lines: [String]?
    }

    /// Makes the call; answers only when it cannot be made.
    private func make(
        _ call: ShipCall, _ target: Target, _ wish: OrderShip, _ job: Job<NoPayload>, _ shop: ChannelDesk.OpenShop
    ) async throws -> WorkResult? {
        switch call {
        case .createPackage: return try await createPackage(target, wish, job, shop)
        case .shipPackage:
            _ = try await desk.channel.send(ShipPackage(packageID: target.package ?? ""), as: shop.access)
        case .markShipped, .shipPackageBySeller: return try await shipBySeller(call, target, wish, job, shop)
        case .unsupported(let why): return refuse(wish, job, reason: "unsupportedMarket", detail: why)
        }
        return nil
    }

    /// Buys the channel's label, by its cheapest service where the seller has to choose one.
    private func createPackage(
        _ target: Target, _ wish: OrderShip, _ job: Job<NoPayload>, _ shop: ChannelDesk.OpenShop
    ) async throws -> WorkResult? {
        var service: String?
        if Market(region: shop.connection.region)?.offersServices == true {
            let query = QueryShippingServices(
                orderID: wish.channelOrder, weight: wish.weight, dimension: wish.dimensions)
            let offers = try await desk.channel.send(query, as: shop.access).items
            guard let cheapest = ServiceChoice.cheapest(of: offers) else {
                return refuse(
                    wish, job, reason: "noService", detail: "TikTok Shop offers no shipping service for this parcel")
            }
            service = cheapest.id
            try await job.nextToken()
        }
        let create = CreatePackage(
            orderID: wish.channelOrder, lineItemIDs: target.lines, serviceID: service, weight: wish.weight,
            dimension: wish.dimensions)
        _ = try await desk.channel.send(create, as: shop.access)
        return nil
    }

    private func shipBySeller(
        _ call: ShipCall, _ target: Target, _ wish: OrderShip, _ job: Job<NoPayload>, _ shop: ChannelDesk.OpenShop
    ) async throws -> WorkResult? {
        guard let carrier = wish.carrier, let tracking = wish.tracking else {
            return refuse(
                wish, job, reason: "badTracking", detail: "the command names no carrier or no tracking number")
        }
        let provider: String
        switch try await desk.provider(of: carrier, target.order, shop) {
        case .found(let id): provider = id
        case .missing(let detail): return refuse(wish, job, reason: "unknownCarrier", detail: detail)
        }
        try await job.nextToken()
        if call == .markShipped {
            let mark = MarkShipped(
                orderID: wish.channelOrder, trackingNumber: tracking, providerID: provider, lineItemIDs: target.lines)
            _ = try await desk.channel.send(mark, as: shop.access)
        } else {
            let ship = ShipPackage(packageID: target.package ?? "", selfShipment: SelfShipment(tracking, provider))
            _ = try await desk.channel.send(ship, as: shop.access)
        }
        return nil
    }

    // MARK: Ending

    /// Looks again whether the channel shows the parcel as shipped, later each time and not for ever.
    private func awaitSight(_ stored: ShipWish, _ job: Job<NoPayload>, _ why: String) -> WorkResult {
        let wish = stored.command
        let now = desk.now()
        guard let pause = ShipPatience.pause(since: stored.calledSince, now: now) else {
            return refuse(
                wish, job, reason: "unconfirmed",
                detail: "TikTok Shop took the ship call and shows no shipped parcel; look in Seller Center")
        }
        return .again(after: pause, why) { [tenant = job.tenant] pipeline in
            WishStore.awaitSight(wish.shipment, tenant: tenant, since: now, &pipeline)
        }
    }

    /// - Parameter papers: The channel's own, by the package that they are of.
    func accept(
        _ shipped: ShipStep.Shipped, _ wish: OrderShip, _ job: Job<NoPayload>, papers: [String: Papers] = [:]
    ) -> WorkResult {
        let own = papers[shipped.package]
        let event = OrderShipAccepted(
            order: wish.order, shipment: wish.shipment, channelPackage: shipped.package,
            tracking: shipped.tracking ?? own?.tracking ?? wish.tracking, carrier: shipped.carrier ?? wish.carrier,
            labelFile: own?.label.id.text)
        let others = shipped.others.map { other in
            OrderShipAccepted(
                order: wish.order, shipment: wish.shipment, channelPackage: other.package,
                tracking: other.tracking ?? papers[other.package]?.tracking, carrier: other.carrier,
                labelFile: papers[other.package]?.label.id.text)
        }
        let drafts = ([event] + others).map { event in
            Draft(event, tenant: job.tenant, correlation: wish.order.description, subject: wish.channelOrder)
        }
        return .done(events: drafts) { [tenant = job.tenant] pipeline in
            for label in papers.values.map(\.label) { label.save(tenant: tenant, &pipeline) }
            WishStore.shipped(
                wish.shipment, tenant: tenant, isAccepted: true, package: shipped.package, &pipeline)
        }
    }

    private func refuse(_ wish: OrderShip, _ job: Job<NoPayload>, reason: String, detail: String) -> WorkResult {
        let event = OrderShipRefused(
            order: wish.order, shipment: wish.shipment, reason: reason, detail: String(detail.prefix(1000)))
        let draft = Draft(event, tenant: job.tenant, correlation: wish.order.description, subject: wish.channelOrder)
        return .done(events: [draft]) { [tenant = job.tenant] pipeline in
            WishStore.shipped(wish.shipment, tenant: tenant, isAccepted: false, package: nil, &pipeline)
        }
    }

    private func judge(_ error: TikTokShopError, _ stored: ShipWish, _ job: Job<NoPayload>) throws -> WorkResult {
        if error.kind == .alreadyShipped { return awaitSight(stored, job, "the channel has it as shipped") }
        if error.advice == .readFirst, error.requestWritten {
            return .unknownOutcome(checkAfter: Self.doubt, "the ship call brought no answer")
        }
        guard let reason = ShipRefusal.reason(error.kind) else { throw error }
        return refuse(stored.command, job, reason: reason, detail: "\(error)")
    }
}

extension OrderShip {
    /// The parcel's weight in the channel's terms.
    fileprivate var weight: Weight? { weightGrams.map { Weight(String($0), "GRAM") } }

    /// The parcel's edges in the channel's terms, in whole centimetres, rounded up.
    fileprivate var dimensions: Dimensions? {
        guard dimensionsMillimetres.count == 3 else { return nil }
        let edges = dimensionsMillimetres.map { String(($0 + 9) / 10) }
        return Dimensions(length: edges[0], width: edges[1], height: edges[2], unit: "CM")
    }
}
