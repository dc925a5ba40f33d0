import Contracts
import Foundation
import Messaging
import Shippo

/// What the partner's books say of a purchase.
enum Verdict: Sendable, Hashable {
    case bought(transaction: String, tracking: String)
    case failed(String)
    /// Not yet; the books are looked at again.
    case open

    init(_ transaction: Shippo.Transaction) {
        switch transaction.outcome {
        case .bought(_, let tracking):
            self = transaction.id.map { .bought(transaction: $0, tracking: tracking) } ?? .open
        case .failed(let reason): self = .failed(reason)
        case .refunding: self = .failed("The label was given back at the carrier's.")
        case .pending: self = .open
        }
    }

    /// The partner's id of what was bought; nil where nothing was.
    var transaction: String? { if case .bought(let transaction, _) = self { transaction } else { nil } }

    /// Enters it into our books. A label of an attempt that we gave up meanwhile is nobody's, and refunded.
    func enter(_ mark: LabelMark, of tenant: TenantID, cause: Metadata?, _ office: Office) async throws {
        let verdict = try await discreet(mark.shipment, of: tenant, office)
        try await office.change(BookStore.named([mark.shipment], of: tenant), cause: cause) { handling, here in
            let isOurs = handling.shipment.purchase?.attempt == mark.attempt
            switch verdict {
            case .bought(let transaction, let tracking) where isOurs:
                handling.bought(transaction, tracking: tracking, here)
            case .bought(let transaction, let tracking) where !handling.shipment.owns(mark.attempt):
                handling.giveUpDuplicate(transaction, attempt: mark.attempt, tracking: tracking)
            case .failed(let reason) where isOurs: handling.notBought("carrierError", .carrier, reason, here)
            case .open where isOurs: handling.unanswered()
            case .bought, .failed, .open: break
            }
        }
    }

    /// The same without what its sentence repeats of the recipient's address.
    private func discreet(_ shipment: ShipmentID, of tenant: TenantID, _ office: Office) async throws -> Verdict {
        guard case .failed(let reason) = self, let found = try await office.look(shipment, of: tenant) else {
            return self
        }
        return .failed(try await office.hidden(reason, of: found.shipment.key))
    }
}

extension Shipment {
    /// Whether an attempt is accounted for: under way, kept, or given up with its refund.
    func owns(_ attempt: UUID) -> Bool {
        purchase?.attempt == attempt || label?.attempt == attempt || voided.contains { $0.attempt == attempt }
    }
}
