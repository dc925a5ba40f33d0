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
        close()
        shipment.lostPurchases = nil
        noteBought()
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
        close()
        shipment.trouble = Trouble(reason: reason, word: word, detail: detail)
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
        abandon()
        let lost = (shipment.lostPurchases ?? 0) + 1
        shipment.lostPurchases = lost
        note("purchaseAbsent", "The purchase is in nobody's books.")
        if lost >= Purchase.mostLost { stopBuying(after: lost) }
        advance(here)
    }

    /// However often it is tried, the partner's books never show it: whoever goes on may pay without end.
    private mutating func stopBuying(after lost: Int) {
        let detail = "\(lost) purchases in a row brought no answer and are not in the carrier partner's books."
        shipment.trouble = Trouble(reason: "carrierError", word: .carrier, detail: detail)
        fail("carrierError", detail)
    }

    /// The partner's books do not tell what became of the purchase: they cannot be read back to it, or say for ever
    /// that it is not decided. Nothing is bought over it; when that lasts, a person is told, who can look there.
    ///
    /// - Parameter patience: How long after ``Purchase/settledBy``, in milliseconds.
    mutating func doubted(patience: Int64) {
        guard let purchase = shipment.purchase, now >= purchase.settledBy else { return }
        shipment.purchase?.isUnknown = true
        guard shipment.trouble == nil, now.milliseconds - purchase.settledBy.milliseconds >= patience else { return }
        let doubt = shipment.doubt
        shipment.trouble = doubt
        act("purchaseDoubtful", doubt.detail)
    }

    /// The purchase is open no more; nor is what a person was told of its being open.
    mutating func close() {
        if shipment.isPurchaseDoubtful { shipment.trouble = nil }
        (shipment.purchase, shipment.isBuying) = (nil, false)
    }

    /// The purchase is given up, though nobody knows that nothing was sold: it is remembered what that would cost.
    mutating func abandon() {
        if let purchase = shipment.purchase {
            shipment.absent = Array(((shipment.absent ?? []) + [purchase]).suffix(Self.mostAbsent))
        }
        close()
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
