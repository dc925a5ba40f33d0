import Contracts
import Foundation

/// A shipment while it is changed, and all that follows from the change. Pure: who runs it saves the shipment and the
/// log, sends the events and wants the errands in one transaction.
struct Handling: Sendable {
    /// Work that is wanted.
    enum Errand: Hashable, Sendable {
        case buy
        /// Look for a purchase without an answer, not before then.
        case resolve(Instant)
        case refund(transaction: String)
        case fetch(transaction: String)
        case track
    }

    /// What metric 25 is measured by: how soon there is a label, once nothing is missing for it.
    enum Milestone: Hashable, Sendable {
        /// Nothing is missing any more for a label that we buy. Once per parcel.
        case wanted
        /// The first label was bought, so many milliseconds later. A later one takes no part in it.
        case bought(after: Int64)
    }

    var shipment: Shipment
    private(set) var events: [any Message] = []
    private(set) var log: [ShipmentEvent] = []
    private(set) var errands: [Errand] = []
    /// How far the parcel's label has come with this change.
    private(set) var milestones: [Milestone] = []
    /// Carriers that the channel has just said it does not list for the order.
    private(set) var refusedCarriers: [String] = []
    let now: Instant
    /// `automation`, or the prefix of a person's key.
    let actor: String

    init(_ shipment: Shipment, now: Instant, actor: String = "automation") {
        self.shipment = shipment
        self.now = now
        self.actor = actor
    }

    /// The shop, once anybody has named it.
    var shop: ShopID { shipment.shop ?? .zero }

    // MARK: What follows

    mutating func send(_ event: any Message) { events.append(event) }

    mutating func want(_ errand: Errand) {
        if !errands.contains(errand) { errands.append(errand) }
    }

    /// Leaves a carrier out: for this parcel, and first of all for others on the same way.
    mutating func leaveOut(_ carrier: String) {
        if !shipment.isUnlisted(carrier) { shipment.unlisted = (shipment.unlisted ?? []) + [carrier] }
        refusedCarriers.append(carrier)
    }

    /// Notes a line of the shipment's log.
    mutating func note(_ kind: String, _ sentence: String) {
        log.append(ShipmentEvent(kind: kind, sentence: Self.kept(sentence), actor: actor, at: now))
    }

    /// Notes a line of the shipment's log that the owner of the brand reads, too.
    mutating func act(_ kind: String, _ sentence: String) {
        note(kind, sentence)
        send(
            ActionTaken(
                action: kind, subject: shipment.orderID.description, sentence: Self.kept(sentence), actor: actor,
                at: now))
    }

    /// A sentence of others, as it can be saved here and by who hears of it.
    private static func kept(_ sentence: String) -> String { String(sentence.prefix(500)).storable }

    /// Whether anything is to be saved.
    func hasChanged(since known: Shipment) -> Bool { shipment != known || !log.isEmpty || !errands.isEmpty }

    /// Notes when the shipment last changed, if it did.
    mutating func stamp(since known: Shipment) {
        if shipment != known { shipment.changedAt = now }
    }

    // MARK: Going on

    /// Goes on as far as the facts allow; call it after every change.
    mutating func advance(_ here: Circumstances) {
        noteLateAddress()
        lookAtSpareLabel()
        // A label that is voided may be followed by the purchase of another; more steps there are not.
        for _ in 0..<3 {
            switch shipment.next(here) {
            case .nothing: return rest(nil)
            case .wait(let wait): return rest(wait)
            case .buy:
                if shipment.readyAt == nil { milestones.append(.wanted) }
                noteReady()
                return buy()
            case .ship:
                noteReady()
                return ship(here)
            case .void(let reason): void(reason)
            }
        }
    }

    private mutating func rest(_ wait: Wait?) {
        let isNews = shipment.wait?.word != .weight && wait?.word == .weight && shipment.trouble == nil
        if isNews, let wait {
            tellFailed("missingWeight", wait.sentence)
            note("weightMissing", wait.sentence)
        }
        shipment.isBuying = shipment.purchase != nil
        shipment.wait = wait
    }

    /// Once: what is missing later, or goes wrong, does not turn the clock of metric 25 back.
    private mutating func noteReady() {
        guard shipment.readyAt == nil else { return }
        shipment.readyAt = now
        send(ShipmentReady(shipment: shipment.id, order: shipment.orderID, shop: shop, at: now))
    }

    /// A label was bought.
    mutating func noteBought() {
        guard let readyAt = shipment.readyAt, shipment.label == nil, shipment.voided.isEmpty else { return }
        milestones.append(.bought(after: now.milliseconds - readyAt.milliseconds))
    }

    private mutating func buy() {
        shipment.wait = nil
        guard !shipment.isBuying else { return }
        shipment.isBuying = true
        want(.buy)
    }

    private mutating func ship(_ here: Circumstances) {
        guard let order = shipment.order else { return }
        (shipment.wait, shipment.isBuying) = (nil, false)
        let label = shipment.label
        shipment.handover = Handover(
            state: .asked, recipientVersion: label?.recipientVersion ?? shipment.recipient?.version ?? 0,
            carrier: label?.carrier, tracking: label?.tracking)
        send(
            OrderShip(
                shipment: shipment.id, order: shipment.orderID, shop: order.shop, channelOrder: order.channelOrder,
                carrier: label?.carrier, tracking: label?.tracking, weightGrams: here.measures?.grams,
                dimensionsMillimetres: here.measures?.millimetres ?? []))
        note("shipAsked", label == nil ? "The channel is asked for a label." : "The channel is told of the parcel.")
    }

    /// Says that no label could be had.
    mutating func fail(_ reason: String, _ detail: String) {
        tellFailed(reason, detail)
        note("labelFailed", detail)
    }

    private mutating func tellFailed(_ reason: String, _ detail: String) {
        send(
            LabelFailed(
                shipment: shipment.id, order: shipment.orderID, shop: shop, reason: reason,
                detail: Self.kept(detail), at: now))
    }

    // MARK: Voiding

    /// Gives the label up and wants its refund.
    mutating func void(_ reason: VoidedLabel.Reason) {
        guard let label = shipment.label else { return }
        shipment.label = nil
        shipment.isBuying = false
        if shipment.handover?.state != .accepted { shipment.handover = nil }
        giveUp(label.transaction, attempt: label.attempt, reason, tracking: label.tracking, cost: label.cost)
    }

    /// Wants the refund of a label that is not, or not any more, the shipment's.
    mutating func giveUp(
        _ transaction: String, attempt: UUID, _ reason: VoidedLabel.Reason, tracking: String?, cost: Money?
    ) {
        guard !shipment.voided.contains(where: { $0.transaction == transaction }) else { return }
        let label = VoidedLabel(
            attempt: attempt, transaction: transaction, reason: reason, tracking: tracking, cost: cost)
        shipment.voided.append(label)
        tellVoided(label)
        act("labelVoided", Self.sentence(reason))
        want(.refund(transaction: transaction))
    }

    /// How a refund ended.
    mutating func refund(of transaction: String, is refund: VoidedLabel.Refund) {
        guard let index = shipment.voided.firstIndex(where: { $0.transaction == transaction }),
            shipment.voided[index].refund != refund
        else { return }
        shipment.voided[index].refund = refund
        tellVoided(shipment.voided[index])
        let sentence = refund == .settled ? "The label was refunded." : "The carrier refused to refund the label."
        note("labelRefund", sentence)
    }

    private mutating func tellVoided(_ label: VoidedLabel) {
        send(
            LabelVoided(
                shipment: shipment.id, order: shipment.orderID, shop: shop, reason: label.reason.rawValue,
                refund: label.refund.rawValue, at: now, tracking: label.tracking, cost: label.cost))
    }

    private static func sentence(_ reason: VoidedLabel.Reason) -> String {
        switch reason {
        case .cancelled: "The order was cancelled: the label is not used, its refund is asked for."
        case .addressChanged: "The address changed: the label is not used, its refund is asked for."
        case .byHand: "The label is not used, its refund is asked for."
        case .duplicate: "A second label was found at the carrier's, its refund is asked for."
        case .unlistedCarrier: "The channel does not list the carrier: the label is not used, its refund is asked for."
        case .shippedElsewhere: "The parcel left without the label: it is not used, its refund is asked for."
        }
    }
}
