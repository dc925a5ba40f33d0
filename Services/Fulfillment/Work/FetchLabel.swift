import Contracts
import Foundation
import Messaging
import Shippo

/// Fetches the picture of a label right after its purchase, since the partner's addresses expire.
struct FetchLabel: WorkKind {
    static let name = "label.fetch"
    static let endpoint = Budgets.reads
    static let limits = WorkLimits(attempts: 50, deadline: .seconds(60), parallel: 4)
    /// The parcel is wanted with its picture, once.
    static let isAwaited = true

    /// Whose label.
    struct Payload: Codable, Sendable {
        let shipment: ShipmentID
    }

    let office: Office

    func perform(_ job: Job<Payload>) async throws -> WorkResult {
        let (transaction, shipment) = (job.item.key, job.item.payload.shipment)
        let found = try await office.look(shipment, of: job.tenant)
        guard let key = found?.shipment.key, let label = found?.shipment.label, label.transaction == transaction,
            label.file == nil
        else { return .done() }
        // The address in the purchase is made anew each time it is asked for.
        let answer = try await office.discreetly(key) {
            try await office.shippo.send(GetTransaction(id: transaction))
        }
        guard case .bought(let url, _) = answer.outcome else { return .again("the label is not there yet") }
        let picture = try await office.shippo.fetchLabel(url)
        let file = FileStore.New(
            id: UUID.v7(), mediaType: picture.mediaType ?? "application/pdf", bytes: picture.bytes)
        let (now, named) = (office.now(), BookStore.named([shipment], of: job.tenant))
        try await office.change(
            named, cause: job.item.cause,
            also: { handling, pipeline in
                guard handling.shipment.label?.file == file.id else { return }
                FileStore.insert(file, of: handling.shipment, at: now, &pipeline)
            },
            { handling, _ in handling.fetched(transaction, file: file.id) })
        return .done()
    }
}
