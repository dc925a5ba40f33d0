import Contracts
import Messaging
import Shippo

/// Asks for the refund of a label that is not used, and follows it until it is settled or refused.
///
/// The partner's books are looked at first each time: what was asked for once is not asked for again.
struct RefundLabel: WorkKind {
    static let name = "label.refund"
    /// A look mostly, but it may end in a call that writes, of which the partner takes far fewer.
    static let endpoint = Budgets.labels
    static let limits = WorkLimits(
        attempts: 100, backoff: WorkBackoff(first: .seconds(5), longest: .seconds(900)), deadline: .seconds(60),
        // As many as of purchases, which share the class: fewer would have to wait until none is under way.
        parallel: 4)

    /// Whose label it was.
    struct Payload: Codable, Sendable {
        let shipment: ShipmentID
    }

    let office: Office

    func perform(_ job: Job<Payload>) async throws -> WorkResult {
        guard let refund = try await refund(of: job.item.key, job) else {
            return .again(after: office.settings.refundEvery, "the carrier has not decided yet")
        }
        let named = BookStore.named([job.item.payload.shipment], of: job.tenant)
        let transaction = job.item.key
        try await office.change(named, cause: job.item.cause) { handling, _ in
            handling.refund(of: transaction, is: refund)
        }
        return .done()
    }

    /// How far it is; nil while it is under way.
    private func refund(of transaction: String, _ job: Job<Payload>) async throws -> VoidedLabel.Refund? {
        let answer: Shippo.Transaction
        do {
            answer = try await office.shippo.send(GetTransaction(id: transaction))
        } catch  where error.kind == .notFound {
            return .refused
        }
        switch answer.outcome {
        case .refunding(.refunded): return .settled
        case .refunding(.refundRejected): return .refused
        // Nothing was ever charged.
        case .failed: return .settled
        case .refunding, .pending: return nil
        case .bought:
            try await job.nextToken()
            return try await ask(transaction)
        }
    }

    private func ask(_ transaction: String) async throws -> VoidedLabel.Refund? {
        switch try await office.shippo.send(RequestRefund(transactionID: transaction)).status {
        case .success: .settled
        case .error: .refused
        default: nil
        }
    }
}
