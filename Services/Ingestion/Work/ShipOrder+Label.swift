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

    /// More labels than an order is split for; the others are printed in Seller Center.
    private static let mostLabels = 20

    /// The papers of one package.
    struct Papers {
        let label: LabelFile
        let tracking: String?
    }

    /// Answers for a parcel that is shipped, with the channel's label of each package where it makes them. All of them
    /// are waited for: what is answered once is not looked at again.
    func finish(
        _ shipped: ShipStep.Shipped, _ stored: ShipWish, _ job: Job<NoPayload>, _ shop: ChannelDesk.OpenShop
    ) async throws -> WorkResult {
        guard shipped.isChannelsLabel, !shipped.package.isEmpty else { return accept(shipped, stored.command, job) }
        var papers: [String: Papers] = [:]
        for package in ([shipped.package] + shipped.others.map(\.package)).prefix(Self.mostLabels) {
            try await job.nextToken()
            do {
                papers[package] = try await self.papers(of: package, shop)
            } catch let error as TikTokShopError where error.kind == .documentNotReady || error.kind == .documentGone {
                if let later = wait(stored, job) { return later }
            } catch let error as TikTokShopError where ShipRefusal.reason(error.kind) != nil {
                // There are no papers any more, such as of a parcel that the carrier has taken already.
                continue
            }
        }
        return accept(shipped, stored.command, job, papers: papers)
    }

    /// Fetches the papers of a package; nil where the channel names no place for them.
    private func papers(of package: String, _ shop: ChannelDesk.OpenShop) async throws -> Papers? {
        let papers = try await desk.channel.send(GetShippingDocument(packageID: package), as: shop.access)
        guard let url = papers.url?.nonEmpty else { return nil }
        let label = LabelFile(try await desk.channel.document(at: url), keptUntil: desk.now() + Self.labelLife)
        return Papers(label: label, tracking: papers.trackingNumber?.nonEmpty)
    }

    /// Asks again later; nil once it has lasted long enough.
    private func wait(_ stored: ShipWish, _ job: Job<NoPayload>) -> WorkResult? {
        let shipment = stored.command.shipment
        let now = desk.now()
        if let labelSince = stored.labelSince, now.timeIntervalSince(labelSince) >= Self.labelPatience { return nil }
        return .again(after: Self.labelPause, "the label is still being made") { [tenant = job.tenant] pipeline in
            WishStore.awaitLabel(shipment, tenant: tenant, since: now, &pipeline)
        }
    }
}
