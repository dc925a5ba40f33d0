import Contracts
import Foundation

extension Handling {
    /// The purchase is about to be made.
    mutating func begin(_ purchase: Purchase) {
        shipment.purchase = purchase
        note("purchaseBegun", "A label of \(purchase.offer.carrier) for \(purchase.offer.cost) is being bought.")
    }

    /// A label was bought by the attempt that is under way, or found in the partner's books.
    mutating func bought(_ transaction: String, tracking: String, file: UUID? = nil, _ here: Circumstances) {
        guard let purchase = shipment.purchase else { return }
        (shipment.purchase, shipment.isBuying) = (nil, false)
        let offer = purchase.offer
        shipment.label = Label(
            attempt: purchase.attempt, transaction: transaction, carrier: offer.carrier, service: offer.service,
            tracking: tracking, cost: offer.cost, recipientVersion: purchase.recipientVersion, boughtAt: now,
            file: file)
        send(
            LabelBought(
                shipment: shipment.id, order: shipment.orderID, shop: shop, carrier: offer.carrier,
                service: offer.service, tracking: tracking, cost: offer.cost, at: now))
        act("labelBought", "A label of \(offer.carrier), \(offer.service), was bought for \(offer.cost).")
        if file == nil { want(.fetch(transaction: transaction)) }
        advance(here)
    }

    /// The partner says that there is no label, and why.
    mutating func notBought(_ reason: String, _ word: Wait.Word, _ detail: String, _ here: Circumstances) {
        (shipment.purchase, shipment.isBuying) = (nil, false)
        shipment.trouble = Trouble(reason: reason, word: word, detail: String(detail.prefix(500)))
        fail(reason, detail)
        advance(here)
    }

    /// The call certainly had no effect; the work makes the next one.
    mutating func notAsked() {
        shipment.purchase = nil
        note("purchaseNotMade", "The carrier partner did not take the call; it is made again.")
    }

    /// No answer came, so the label may be there or not.
    mutating func unanswered() {
        guard var purchase = shipment.purchase, !purchase.isUnknown else { return }
        purchase.isUnknown = true
        shipment.purchase = purchase
        note("purchaseUnknown", "The carrier partner did not answer; its books are looked at before anything else.")
        want(.resolve(purchase.settledBy))
    }

    /// The partner's books do not have it. Once may be too early, twice, apart, is the truth: then another attempt may
    /// be made. Should the label appear even later, it is found and refunded as a duplicate.
    ///
    /// - Parameter gap: What must lie between the two looks, in milliseconds.
    mutating func absent(gap: Int64, _ here: Circumstances) {
        guard var purchase = shipment.purchase, now >= purchase.settledBy else { return }
        guard let since = purchase.absentSince else {
            purchase.absentSince = now
            purchase.isUnknown = true
            shipment.purchase = purchase
            return
        }
        guard now.milliseconds - since.milliseconds >= gap else { return }
        (shipment.purchase, shipment.isBuying) = (nil, false)
        shipment.absent = Array(((shipment.absent ?? []) + [purchase]).suffix(Self.mostAbsent))
        note("purchaseAbsent", "The purchase is in nobody's books: another attempt is made.")
        advance(here)
    }

    /// A label of an attempt that was given up has appeared after all: it is nobody's.
    mutating func giveUpDuplicate(_ transaction: String, attempt: UUID, tracking: String) {
        let cost = shipment.absent?.first { $0.attempt == attempt }?.offer.cost
        giveUp(transaction, attempt: attempt, .duplicate, tracking: tracking, cost: cost)
    }

    /// Absent purchases that are remembered.
    private static let mostAbsent = 20

    /// The picture of the label is kept.
    mutating func fetched(_ transaction: String, file: UUID) {
        guard shipment.label?.transaction == transaction else { return }
        shipment.label?.file = file
    }
}
