import Contracts
import Foundation
import Messaging
import Postgres
import Shippo

/// Buys a label: address, rates, choice, purchase.
///
/// The partner has no key by which a repeat would be recognised. So the attempt is committed before it is made, with an
/// id that goes into the purchase; and whoever finds an attempt that is not settled buys nothing, but has it looked for
/// (``ResolvePurchases``).
struct BuyLabel: WorkKind {
    static let name = "label.buy"
    static let endpoint = Budgets.labels
    static let limits = WorkLimits(attempts: 20, deadline: .seconds(120), parallel: 4)

    let office: Office

    /// What is bought for whom.
    private struct Order {
        let shipment: Shipment
        /// Carriers that the channel did not list for others.
        let unlisted: Set<String>
        let from: Place
        let to: Place
        let measures: Measures
        let recipientVersion: Int
    }

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        guard let id = ShipmentID(job.item.key) else { return .failed("the key names no shipment") }
        guard let found = try await office.look(id, of: job.tenant) else { return .done() }
        if found.shipment.purchase != nil { return try await doubt(id, job) }
        guard found.shipment.next(found.here) == .buy else {
            // Something came between: what it waits for now is noted, so that it is found when that comes.
            try await change(id, job) { handling, here in handling.advance(here) }
            return .done()
        }
        do {
            guard let order = try await order(found.shipment, found.here) else {
                let erased = NoLabel(reason: "badAddress", word: .recipient, detail: "The recipient is erased.")
                return try await giveUp(id, job, erased)
            }
            return try await office.discreetly(found.shipment.key) {
                let offer = try await offer(order, job)
                return try await buy(offer, order, job)
            }
        } catch let trouble as NoLabel {
            return try await giveUp(id, job, trouble)
        } catch  where job.item.attempt >= Self.limits.attempts {
            let detail = "The carrier partner could not be asked: \(error)"
            return try await giveUp(id, job, NoLabel(reason: "carrierError", word: .carrier, detail: detail))
        }
    }

    // MARK: Choosing

    private func order(_ shipment: Shipment, _ here: Circumstances) async throws -> Order? {
        guard let from = here.origin, let measures = here.measures,
            let recipient = try await office.recipients.open(shipment.key, office.database)
        else { return nil }
        return Order(
            shipment: shipment, unlisted: here.unlisted, from: from, to: recipient.place, measures: measures,
            recipientVersion: recipient.version)
    }

    private func offer(_ order: Order, _ job: Job<NoPayload>) async throws -> RateOffer {
        let address = try await checkedAddress(order.to)
        try await job.nextToken()
        let wish = CreateShipment(
            from: .address(try LabelPapers.address(order.from)), to: address,
            parcels: [LabelPapers.parcel(order.measures)], metadata: order.shipment.id.description)
        let answer = try await asked(wish, reason: "noRates", word: .rates)
        let offers = LabelPapers.offers(answer)
        let listed = offers.filter { !order.shipment.isUnlisted($0.carrier) }
        // What others were told is believed where it leaves a choice: a wrong word must not stop all parcels of a shop.
        let likely = listed.filter { !order.unlisted.contains($0.carrier) }
        if let offer = office.settings.rule.choose(likely.isEmpty ? listed : likely) { return offer }
        let detail =
            offers.isEmpty
            ? LabelPapers.sentence(answer.messages, or: "No carrier offers to take the parcel.")
            : "The channel lists none of the carriers that offer to take the parcel: "
                + Set(offers.map(\.carrier)).sorted().prefix(20).joined(separator: ", ")
        throw NoLabel(reason: "noRates", word: .rates, detail: detail)
    }

    private func checkedAddress(_ place: Place) async throws -> CreateShipment.Place {
        let stored = try await asked(
            CreateAddress(try LabelPapers.address(place)), reason: "badAddress", word: .address)
        if stored.isInvalid {
            let detail = LabelPapers.sentence(stored.validation?.messages, or: "The address could not be found.")
            throw NoLabel(reason: "badAddress", word: .address, detail: detail)
        }
        guard let id = stored.id else { return .address(try LabelPapers.address(place)) }
        return .id(id)
    }

    /// A call that costs nothing; what the partner finds wrong with it is no reason to try again.
    private func asked<Call: ShippoCall>(_ call: Call, reason: String, word: Wait.Word) async throws -> Call.Reply {
        do {
            return try await office.shippo.send(call, deadline: .seconds(20))
        } catch  where error.kind == .invalidRequest {
            throw NoLabel(reason: reason, word: word, detail: error.message)
        }
    }

    // MARK: Buying

    private func buy(_ offer: RateOffer, _ order: Order, _ job: Job<NoPayload>) async throws -> WorkResult {
        let id = order.shipment.id
        try await job.nextToken()
        let now = office.now()
        let purchase = Purchase(
            attempt: UUID.v7(), offer: offer, recipientVersion: order.recipientVersion, begunAt: now,
            settledBy: now.later(by: office.settings.buyDeadline).later(by: office.settings.grace))
        let begun = try await change(id, job) { handling, here in
            guard handling.shipment.next(here) == .buy,
                handling.shipment.recipient?.version == purchase.recipientVersion,
                handling.shipment.order?.version == order.shipment.order?.version
            else { return }
            handling.begin(purchase)
        }
        guard begun?.purchase?.attempt == purchase.attempt else {
            return .postponed(after: .milliseconds(50), "the shipment changed meanwhile")
        }
        let mark = LabelMark(shipment: id, attempt: purchase.attempt)
        do {
            let call = Shippo.BuyLabel(rateID: offer.rate, metadata: mark.text)
            let answer = try await office.shippo.send(call, deadline: office.settings.buyDeadline)
            CrashPoint.effectBeforeRecord.pass()
            try await Verdict(answer).enter(mark, of: job.tenant, cause: job.item.cause, office)
        } catch let error as ShippoError {
            let key = order.shipment.key
            try await judge(error.saying(try await office.hidden(error.message, of: key)), mark, job)
        }
        return .done()
    }

    /// What an error of the purchase itself means.
    private func judge(_ error: ShippoError, _ mark: LabelMark, _ job: Job<NoPayload>) async throws {
        try await change(mark.shipment, job) { handling, here in
            guard handling.shipment.purchase?.attempt == mark.attempt else { return }
            switch error.advice {
            case .readFirst: handling.unanswered()
            case .again: handling.notAsked()
            case .giveUp: handling.notBought("carrierError", .carrier, error.message, here)
            }
        }
        if case .again = error.advice { throw error }
    }

    // MARK: Ending

    /// An attempt of somebody who did not live to tell.
    private func doubt(_ id: ShipmentID, _ job: Job<NoPayload>) async throws -> WorkResult {
        try await change(id, job) { handling, _ in handling.unanswered() }
        return .done()
    }

    private func giveUp(_ id: ShipmentID, _ job: Job<NoPayload>, _ trouble: NoLabel) async throws -> WorkResult {
        try await change(id, job) { handling, here in
            guard handling.shipment.next(here) == .buy else { return }
            handling.notBought(trouble.reason, trouble.word, trouble.detail, here)
        }
        return .done()
    }

    @discardableResult
    private func change(
        _ id: ShipmentID, _ job: Job<NoPayload>, _ decide: (inout Handling, Circumstances) -> Void
    ) async throws -> Shipment? {
        let named = BookStore.named([id], of: job.tenant)
        return try await office.change(named, cause: job.item.cause, decide).first?.shipment
    }
}
