import Contracts
import Foundation

/// A purchase that is on its way. It is committed before the partner is asked, because the partner has no key by which
/// a repeat would be recognised: whoever finds it here must look before anybody buys again.
struct Purchase: Codable, Sendable, Hashable {
    /// Written into the purchase at the partner's, so that it can be found there.
    let attempt: UUID
    let offer: RateOffer
    /// The address that was bought for.
    let recipientVersion: Int
    let begunAt: Instant
    /// From then on the partner's books are to be believed: the deadline of the call and a grace have passed.
    let settledBy: Instant
    /// No answer came.
    var isUnknown = false
    /// When it was first not found in the partner's books.
    var absentSince: Instant?

    /// So many purchases of a parcel in a row may be in nobody's books. Then something is wrong that one more does not
    /// mend, and each may have cost money.
    static let mostLost = 5
}

/// What a carrier would do it for.
struct RateOffer: Codable, Sendable, Hashable {
    /// The partner's id.
    let rate: String
    let carrier: String
    let service: String
    let cost: Money
    /// Days on the way, where the carrier says.
    let days: Int?
}

/// Which offer is taken.
enum RateRule: String, Sendable, CaseIterable {
    /// The least money; of the same price the quickest.
    case cheapest
    /// The fewest days, where they are known; of the same days the cheapest.
    case fastest

    /// Answers the offer to take. Amounts of different currencies do not compare: the most frequent one counts.
    func choose(_ offers: [RateOffer]) -> RateOffer? {
        let byCurrency = Dictionary(grouping: offers, by: \.cost.currency)
        let usual = byCurrency.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }?.value ?? []
        return usual.min { rank($0) < rank($1) }
    }

    private func rank(_ offer: RateOffer) -> (Int64, Int64, String) {
        let (cost, days) = (offer.cost.minorUnits, offer.days.map(Int64.init) ?? .max)
        return self == .cheapest ? (cost, days, offer.rate) : (days, cost, offer.rate)
    }
}

/// A label that is kept.
struct Label: Codable, Sendable, Hashable {
    let attempt: UUID
    /// The partner's id of the purchase.
    let transaction: String
    let carrier: String
    let service: String
    let tracking: String
    let cost: Money
    let recipientVersion: Int
    let boughtAt: Instant
    /// Our file with its picture; nil until it is fetched.
    var file: UUID?
}

/// A label that is not used.
struct VoidedLabel: Codable, Sendable, Hashable {
    /// Why.
    enum Reason: String, Codable, Sendable {
        case cancelled, addressChanged, byHand, duplicate, unlistedCarrier, shippedElsewhere
    }
    /// How far its refund is.
    enum Refund: String, Codable, Sendable { case requested, settled, refused }

    let attempt: UUID
    let transaction: String
    let reason: Reason
    /// The carrier's number and what it cost, where they are known: two labels of one parcel are told apart by them.
    var tracking: String?
    var cost: Money?
    var refund = Refund.requested
}

/// Names a purchase in the partner's books: `shop/<shipment>/<attempt>`, within the partner's 100 characters.
struct LabelMark: Hashable, Sendable {
    let shipment: ShipmentID
    let attempt: UUID

    init(shipment: ShipmentID, attempt: UUID) {
        self.shipment = shipment
        self.attempt = attempt
    }

    /// Reads a mark; nil for what is not ours.
    init?(_ text: String?) {
        let parts = (text ?? "").split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "shop", let shipment = ShipmentID(String(parts[1])),
            let attempt = UUID(text: String(parts[2]))
        else { return nil }
        self.init(shipment: shipment, attempt: attempt)
    }

    var text: String { "shop/\(shipment)/\(attempt.text)" }
}
