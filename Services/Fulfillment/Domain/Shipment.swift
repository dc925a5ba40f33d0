import Contracts

/// One parcel of an order and all that is known of it. Facts come in any order, twice and late; what is next follows
/// from the facts alone (``next(_:)``), so it does not matter which came first.
struct Shipment: Codable, Sendable, Hashable {
    /// Minted when the order was first heard of.
    let id: ShipmentID
    let tenant: TenantID
    let orderID: OrderID
    let createdAt: Instant
    var changedAt: Instant
    var shop: ShopID?
    /// The newest version of the order; nil while only others have spoken of it.
    var order: OrderChanged?
    var stock = StockFacts()
    var recipient: RecipientFact?
    /// A person stopped it.
    var isPaused = false
    /// A person said that it may go although a limit or the switch says no.
    var isConfirmed = false
    /// A person said that the rest of an order that has left in part may go, too; nil: nobody has.
    var isRestConfirmed: Bool?
    /// When nothing was missing any more for the first time (metric 25).
    var readyAt: Instant?
    /// Everything is there and the purchase of a label is wanted.
    var isBuying = false
    /// A purchase that was begun and is not settled.
    var purchase: Purchase?
    /// How many purchases in a row were in nobody's books, since the last label or a person's retry; nil: none.
    var lostPurchases: Int?
    /// Purchases that were given up without anybody knowing their end, oldest first; nil: none so far. Should the
    /// label of one appear after all, its cost stands here alone.
    var absent: [Purchase]?
    /// The label that is kept.
    var label: Label?
    /// What the channel was told, and what it answered.
    var handover: Handover?
    /// Why the last try failed; it blocks until a person retries or the facts change.
    var trouble: Trouble?
    /// Labels that are not used, oldest first.
    var voided: [VoidedLabel] = []
    var journey: Journey?
    /// What it waits for now.
    var wait: Wait?
    /// The address changed when it was too late to change the parcel.
    var isAddressLate = false
    /// Carriers of whom the channel has said that it does not list them for the order; nil: none so far.
    var unlisted: [String]?

    /// A parcel of which nothing is known yet.
    init(id: ShipmentID, tenant: TenantID, order: OrderID, at instant: Instant) {
        self.id = id
        self.tenant = tenant
        orderID = order
        createdAt = instant
        changedAt = instant
    }
}

/// What Inventory has said, by the highest version of the order that it acted on; zero: never.
struct StockFacts: Codable, Sendable, Hashable {
    var reserved = 0
    var short = 0
    var released = 0

    /// Whether all that the order needs is set aside. What a version released that we have not seen yet may be all of
    /// it; what a known version released is what the order itself says is cancelled.
    func isReserved(for version: Int) -> Bool {
        reserved > 0 && reserved >= short && released <= version
    }
}

/// What may be known of a recipient without opening the sealed address.
struct RecipientFact: Codable, Sendable, Hashable {
    var version: Int
    /// The channel hides parts of it without which nothing arrives.
    var isMasked: Bool
    /// A person wants it tried with what is shown.
    var isTried: Bool?
}

/// Why a shipment does not go on by itself.
struct Trouble: Codable, Sendable, Hashable {
    /// A constant word, such as `badAddress`, `noRates`, `carrierError`, `onHold`.
    let reason: String
    /// What it then waits for.
    let word: Wait.Word
    /// The partner's sentence.
    let detail: String

    /// The reason of a purchase of which nobody can tell what became of it.
    static let purchaseUnknown = "purchaseUnknown"

    /// Puts it together so that it can be saved, whatever the partner said: cut, and without U+0000.
    init(reason: String, word: Wait.Word, detail: String) {
        self.reason = reason.storable
        self.word = word
        self.detail = String(detail.prefix(500)).storable
    }
}

extension Shipment {
    /// Whether the carrier has it, as far as channel and carrier tell.
    var isHandedOver: Bool {
        if journey?.firstScan != nil { return true }
        guard let order else { return false }
        return order.handedOverAt != nil || order.status.isHandedOver
            || order.lines.contains { $0.units.handedOver > 0 }
    }

    /// Whether the channel has been told, by us or by somebody else.
    var isShipConfirmed: Bool {
        handover?.state == .accepted || order?.status == .awaitingCollection
            || order.map { $0.isGone || $0.lines.isEmpty ? false : $0.openUnits == 0 } ?? false
    }

    /// Whether nothing of it is left to be sent.
    var hasLeft: Bool { isShipConfirmed || isHandedOver && order?.status != .partiallyShipping }

    /// Whether the channel knows the parcel by another number than the label's, or by one that we do not know:
    /// somebody shipped it by hand.
    var isLabelUnused: Bool {
        guard let label, isShipConfirmed else { return false }
        guard let handover, handover.state == .accepted else { return true }
        return handover.tracking.map { TrackingKey.of($0) != TrackingKey.of(label.tracking) } ?? true
    }

    /// Whether a paid label lies here for a parcel that left without it, and nobody has decided about it. While the
    /// channel is asked, its answer may still be that the parcel bears the label.
    var isLabelSpare: Bool { isLabelUnused && handover?.state != .asked && order?.isGone != true }

    /// Whether a purchase is open of which the partner's books have not told for long what became of it.
    var isPurchaseDoubtful: Bool { purchase != nil && trouble?.reason == Trouble.purchaseUnknown }

    /// Whether nothing of it is sent any more, so that no label is bought again.
    var isOver: Bool { order?.isGone == true || hasLeft }

    /// What a person must know of a purchase that stays open. The order may be cancelled after it was told first.
    var doubt: Trouble {
        let retry = isOver ? "a retry gives the purchase up and buys nothing" : "a retry buys another one"
        return Trouble(
            reason: Trouble.purchaseUnknown, word: .carrier,
            detail: "Nobody can tell whether the carrier partner sold the label. Look there: \(retry).")
    }

    /// Whether it is ours to send.
    var isListed: Bool { order?.isOurs ?? false }
}

extension OrderChanged {
    /// Nothing of it will be sent.
    var isGone: Bool {
        status == .cancelled || !lines.isEmpty && lines.allSatisfy { $0.units.cancelled == $0.ordered }
    }

    /// Neither the channel's own warehouse nor a digital good.
    var isOurs: Bool { !flags.contains(.fulfilledByChannel) && shipping != .digital }

    /// Units that nobody has arranged a shipment for.
    var openUnits: Int { lines.reduce(0) { $0 + max(0, $1.units.open) } }

    /// What the buyer pays for the units that are still to be sent, in minor units of the order's currency.
    var openValue: Int64 {
        lines.reduce(0) { sum, line in
            let (value, isTooMuch) = sum.addingReportingOverflow(line.openValue)
            return isTooMuch ? .max : value
        }
    }
}

extension OrderLine {
    /// The open units' share of what the buyer pays for all of them; a fraction of a minor unit counts as a whole one.
    fileprivate var openValue: Int64 {
        guard gmv > 0, units.open > 0, ordered > units.open else { return units.open > 0 ? max(0, gmv) : 0 }
        // The quotient is below the GMV, however large the product is.
        let all = Int64(ordered)
        let share = all.dividingFullWidth(gmv.multipliedFullWidth(by: Int64(units.open)))
        return share.quotient + (share.remainder > 0 ? 1 : 0)
    }
}

extension OrderStatus {
    /// The carrier has it, or has had it.
    var isHandedOver: Bool { self == .inTransit || self == .delivered || self == .completed }
}
