import Contracts
import Foundation
import Messaging
import Outbound
import TikTokShop

// The label of a parcel that the channel has as shipped. Whatever becomes of it, the parcel is shipped, and is answered
// as such: a label that never comes costs the file, not the parcel.

extension ShipOrder {
    /// How soon a label that is being made is asked for again.
    private static let labelPause = Duration.seconds(5)
    /// How long a label may be in the making; Seller Center has it still.
    static let labelPatience: TimeInterval = 600
    /// How long a label is kept.
    private static let labelLife: TimeInterval = 90 * 86_400

    /// Answers for a parcel that is shipped, with the channel's label where it makes one.
    func finish(
        _ shipped: ShipStep.Shipped, _ stored: ShipWish, _ job: Job<NoPayload>, _ shop: ChannelDesk.OpenShop
    ) async throws -> WorkResult {
        let wish = stored.command
        guard shipped.isChannelsLabel, !shipped.package.isEmpty else { return accept(shipped, wish, job, label: nil) }
        try await job.nextToken()
        do {
            let papers = try await desk.channel.send(GetShippingDocument(packageID: shipped.package), as: shop.access)
            guard let url = papers.url?.nonEmpty else { return accept(shipped, wish, job, label: nil) }
            let label = LabelFile(try await desk.channel.document(at: url), keptUntil: desk.now() + Self.labelLife)
            return accept(shipped, wish, job, label: label, tracking: papers.trackingNumber?.nonEmpty)
        } catch let error as TikTokShopError where error.kind == .documentNotReady || error.kind == .documentGone {
            return wait(shipped, stored, job)
        } catch let error as TikTokShopError where ShipRefusal.reason(error.kind) != nil {
            // There are no papers any more, such as of a parcel that the carrier has taken already.
            return accept(shipped, wish, job, label: nil)
        }
    }

    /// Asks again later, but not for ever.
    private func wait(_ shipped: ShipStep.Shipped, _ stored: ShipWish, _ job: Job<NoPayload>) -> WorkResult {
        let wish = stored.command
        let now = desk.now()
        if let labelSince = stored.labelSince, now.timeIntervalSince(labelSince) >= Self.labelPatience {
            return accept(shipped, wish, job, label: nil)
        }
        return .again(after: Self.labelPause, "the label is still being made") { [tenant = job.tenant] pipeline in
            WishStore.awaitLabel(wish.shipment, tenant: tenant, since: now, &pipeline)
        }
    }
}
