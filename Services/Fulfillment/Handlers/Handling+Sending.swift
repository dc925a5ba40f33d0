import Contracts
import Foundation
import Messaging

extension Handling {
    /// The events as they are sent: the journey is the order's.
    var drafts: [Draft] { events.map { draft($0) } }

    private func draft(_ event: some Message) -> Draft {
        let order = shipment.orderID.description
        return Draft(event, tenant: shipment.tenant, correlation: order, subject: order)
    }

    /// The errands as work; what must be shipped sooner is bought sooner.
    func items(cause: Metadata?) -> [WorkItem] {
        errands.map { errand in
            switch errand {
            case .buy:
                WorkItem(
                    BuyLabel.self, tenant: shipment.tenant, key: shipment.id.description, shop: shipment.shop,
                    wantedBy: shipment.order?.shipBy?.date, cause: cause)
            case .resolve(let instant): ResolvePurchases.item(after: wait(until: instant), cause: cause)
            case .refund(let transaction):
                WorkItem(
                    RefundLabel.self, tenant: shipment.tenant, key: transaction,
                    payload: .init(shipment: shipment.id), cause: cause)
            case .fetch(let transaction):
                WorkItem(
                    FetchLabel.self, tenant: shipment.tenant, key: transaction,
                    payload: .init(shipment: shipment.id), cause: cause)
            case .track:
                WorkItem(PollTracks.self, tenant: shipment.tenant, key: shipment.id.description, cause: cause)
            }
        }
    }

    private func wait(until instant: Instant) -> Duration {
        .milliseconds(max(0, instant.milliseconds - now.milliseconds))
    }
}
