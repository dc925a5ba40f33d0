/// Buying labels and giving them back.
extension World {
    /// Buys a rate. There is no idempotency: the same rate bought twice is charged twice.
    mutating func buyLabel(
        rateID: String, format: Label.Format, metadata: String, isAsync: Bool, isTest: Bool
    ) -> Label {
        let label = Label(
            id: shippo.newID(), rateID: rateID, created: now, updated: now, metadata: metadata, format: format,
            isTest: isTest)
        shippo.labels.enter(label, id: label.id)
        if isAsync {
            at(now + .milliseconds(800)) { $0.printLabel(label.id) }
        } else {
            printLabel(label.id)
        }
        let current = shippo.labels[label.id] ?? label
        announce("transaction_created", label: current)
        return current
    }

    private mutating func printLabel(_ id: String) {
        guard let label = shippo.labels[id], let rate = shippo.rates[label.rateID],
            let shipment = shippo.shipments[rate.shipmentID]
        else { return }
        if let failure = failure(of: rate, shipment: shipment) {
            change(label: id) {
                $0.status = .error
                $0.messages = [failure]
            }
        } else {
            let number = TrackingNumber.invent(for: rate.service.carrier, &shippo.dice)
            change(label: id) {
                $0.status = .success
                $0.trackingNumber = number
            }
            shippo.charge(label, sign: 1, at: now)
            startTrack(number, label: id, rate: rate, shipment: shipment)
        }
    }

    /// Why a purchase comes to nothing: an old rate, an address that the carrier does not find, or bad luck.
    private mutating func failure(of rate: Rate, shipment: Shipment) -> CarrierMessage? {
        let carrier = rate.service.carrier
        if now - rate.created > Rate.lifetime { return CarrierMessage(source: carrier, text: "Rate has expired") }
        let check = AddressCheck.check(shipment.to.fields)
        if !check.isValid {
            return CarrierMessage(source: carrier, text: "The address as submitted could not be found.")
        }
        guard shippo.dice.happens(shippo.settings.failureRate) else { return nil }
        let excuses = [
            "The carrier's system is not available. Please try again.",
            "Insufficient postage balance.", "The selected service is not available for this shipment.",
        ]
        return CarrierMessage(source: carrier, text: shippo.dice.pick(excuses) ?? excuses[0])
    }

    mutating func change(label id: String, _ apply: (inout Label) -> Void) {
        guard let before = shippo.labels[id] else { return }
        let now = now
        shippo.labels.change(id) {
            apply(&$0)
            $0.updated = now
        }
        guard let after = shippo.labels[id], after.status != before.status, before.created < now else { return }
        announce("transaction_updated", label: after)
    }

    /// Asks for the money back. Used labels and failed purchases have none to give.
    mutating func refund(label id: String, isTest: Bool) -> LabelRefund {
        let label = shippo.labels[id]
        let status = label.flatMap { shippo.tracks[$0.trackingNumber]?.status }
        let isUnused = label?.status == .success && (status == .preTransit || status == .unknown || status == nil)
        let refund = LabelRefund(
            id: shippo.newID(), labelID: id, created: now, updated: now, status: isUnused ? .pending : .error,
            isTest: isTest)
        shippo.refunds.enter(refund, id: refund.id)
        guard isUnused else { return refund }
        change(label: id) { $0.status = .refundPending }
        later(.days(2)) { $0.decideRefund(refund.id) }
        return refund
    }

    private mutating func decideRefund(_ id: String) {
        guard let refund = shippo.refunds[id], let label = shippo.labels[refund.labelID] else { return }
        let isRefused = shippo.dice.happens(shippo.settings.refundRefusalRate)
        let now = now
        shippo.refunds.change(id) {
            $0.status = isRefused ? .error : .success
            $0.updated = now
        }
        if !isRefused { shippo.charge(label, sign: -1, at: now) }
        change(label: label.id) { $0.status = isRefused ? .refundRejected : .refunded }
    }
}
