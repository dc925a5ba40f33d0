import Contracts
import Foundation
import Messaging
import Postgres
import TikTokShop

/// Asks where parcels under the channel's own label have been seen, some of a shop's together, and tells what is new.
/// It begins and is hurried where the order changes, whoever shipped it, and ends when the parcel has arrived, will not
/// move any more, or has taken too long.
struct FollowParcels: WorkKind {
    static let name = "parcels.follow"
    static let endpoint = Budgets.parcels
    static let limits = WorkLimits(attempts: 20, deadline: .seconds(90), bundle: 20)

    let desk: ChannelDesk

    /// Wants the parcel looked at that a change of its order has moved; nil where it has moved none.
    static func item(_ change: OrderChange, cause: Metadata? = nil) -> WorkItem? {
        guard change.movesParcel else { return nil }
        return WorkItem(
            FollowParcels.self, tenant: change.key.tenant, key: change.id.description, shop: change.key.shop,
            priority: 5, cause: cause)
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        try await desk.attend(job, purpose: Self.name, closed: .ended(Self.self, job)) { shop in
            let ids = job.items.compactMap { OrderID($0.key) }
            let parcels = try await ScanStore.load(ids, tenant: job.tenant, desk.database)
            var leftovers: [String: WorkResult.Leftover] = [:]
            for (index, item) in job.items.enumerated() {
                guard let parcel = OrderID(item.key).flatMap({ parcels[$0] }), parcel.snapshot.parcelStage != nil
                else { continue }
                if index > 0 { try await job.nextToken() }
                try await look(parcel, item, job, shop)
                leftovers[item.key] = pause(parcel).map { .again(after: $0, reason: "the parcel is on its way") }
            }
            return .done(except: leftovers)
        }
    }

    /// When to look again; nil: never.
    private func pause(_ parcel: FollowedParcel) -> Duration? {
        guard parcel.snapshot.parcelStage != .delivered else { return nil }
        return ScanPatience.pause(
            since: parcel.snapshot.parcelSince, now: Instant(desk.now()), every: desk.settings.scanEvery)
    }

    /// Looks at one parcel, and tells at once what is new of it: what comes after it may fail.
    private func look(
        _ parcel: FollowedParcel, _ item: Job<NoPayload>.Item, _ job: Job<NoPayload>, _ shop: ChannelDesk.OpenShop
    ) async throws {
        let scans = try await scans(parcel.snapshot.channelOrder, shop)
        let seen = parcel.snapshot.sighting(scans, parcel.order, parcel.shop, now: Instant(desk.now()))
        guard let seen, seen != parcel.told else { return }
        let draft = Draft(
            seen, tenant: job.tenant, correlation: parcel.order.description, subject: parcel.snapshot.channelOrder)
        let told = draft.caused(by: item.cause).continuing(parcel.trace)
        try await job.checkpoint(events: [told]) { [tenant = job.tenant] pipeline in
            try ScanStore.save(seen, tenant: tenant, &pipeline)
        }
    }

    /// None where the channel has none to tell of the order: then its own times must do.
    private func scans(_ channelOrder: String, _ shop: ChannelDesk.OpenShop) async throws -> [TrackingScan] {
        do {
            return try await desk.channel.send(GetTracking(orderID: channelOrder), as: shop.access).scans ?? []
        } catch let error as TikTokShopError where error.kind == .business || error.kind == .invalidRequest {
            return []
        }
    }
}
