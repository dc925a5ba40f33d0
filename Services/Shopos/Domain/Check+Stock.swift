import Commerce
import Contracts

extension Check {
    /// Levels that are not the sums that they should be; Inventory lists no others.
    static func ledger(_ levels: [KnownFact]) -> [Difference] {
        levels.map { level in
            let pairs = [
                ("on hand", level["onHand"], level["onHandMoved"]),
                ("reserved", level["reserved"], level["reservedMoved"]), ("held", level["held"], level["heldMoved"]),
                ("reserved", level["reserved"], level["reservedNeeded"]), ("held", level["held"], level["heldByHolds"]),
            ]
            let sources = ["its moves", "its moves", "its moves", "its orders", "its holds"]
            var wrong = zip(pairs, sources).filter { $0.0.1 != $0.0.2 }.map { pair, source in
                "\(pair.0) is \(pair.1), by \(source) \(pair.2)"
            }
            let listings = level["listingsWrong"]
            if listings > 0 {
                wrong.append("of \(listings) listings other units are kept as reserved than orders have")
            }
            return Difference(
                rule: .ledger, tenant: level.tenant, subject: level.words["code"] ?? level.key,
                sentence: "The level is not its ledger: \(wrong.joined(separator: ", ")).",
                repair: "shopos repair level --tenant \(level.tenant) "
                    + ShellWord.operand(level.words["code"] ?? level.key))
        }
    }

    /// What channels show against what they should: max(0, limit − max(C + S, own)), as ``ChannelPush`` has it.
    static func channels(offers: FactBook, shown: FactBook) -> [Difference] {
        offers.sorted.compactMap { key, offer in
            // What the channel does not list any more cannot be sold there.
            guard let shown = shown[key] else { return nil }
            let push = ChannelPush(
                limit: offer["limit"], own: offer["own"], shipConfirmed: offer["shipConfirmed"],
                available: shown["available"], committed: shown["committed"])
            guard push.outcome(under: .init(acceptsZero: true)) != .skip else { return nil }
            return Difference(
                rule: .channelStock, tenant: key.tenant, subject: key.subject,
                sentence: "The channel shows \(push.available), it should show \(push.quantity) "
                    + "(limit \(push.limit), own \(push.own), of these shipped \(push.shipConfirmed), "
                    + "committed \(push.committed)).",
                repair: "shopos resend stock --tenant \(key.tenant)")
        }
    }

    /// A label is bought a moment after its purchase was made, and up to an hour where the answer was lost and the
    /// purchase found later.
    private static let slowestPurchase: Int64 = 3_600_000

    /// The labels whose purchases were certainly made since a time.
    static func labels(_ labels: [KnownFact], since: Instant) -> [KnownFact] {
        labels.filter { label in label.at.map { $0.milliseconds - slowestPurchase >= since.milliseconds } ?? false }
    }

    /// The carrier's purchases against the labels of shipments.
    ///
    /// - Parameters:
    ///   - since: How far back the purchases go; nil: to the beginning.
    ///   - unread: Purchases that the carrier lists and that could not be read.
    static func labels(
        _ labels: [KnownFact], purchases: [KnownFact], since: Instant? = nil, unread: [String] = []
    ) -> [Difference] {
        let owned = Set(labels.map(\.key))
        let sold = Set(purchases.map(\.key) + unread)
        let orphans = purchases.filter { !owned.contains($0.key) }.compactMap(orphan)
        let known = since.map { Self.labels(labels, since: $0) } ?? labels
        let unknown = known.filter { !sold.contains($0.key) }.map { label in
            Difference(
                rule: .labels, tenant: label.tenant, subject: label.key,
                sentence: "A shipment keeps a label that the carrier does not list as sold.",
                repair: "shopos trace \(label.words["order"] ?? "")")
        }
        return (orphans + unknown).sorted { $0.subject < $1.subject }
    }

    /// A purchase that no label names; nil where the shipment accounts for it all the same. Reconciling gives back what
    /// is young enough and of a shipment that is ours: the rest is for a person.
    private static func orphan(_ purchase: KnownFact) -> Difference? {
        func differs(_ rest: String, _ repair: String) -> Difference {
            let shipment = purchase.words["shipment"] ?? "unknown"
            return Difference(
                rule: .labels, tenant: purchase.tenant, subject: purchase.key,
                sentence: "The carrier has sold a label for shipment \(shipment) that \(rest).", repair: repair)
        }
        let order = "shopos trace \(purchase.words["order"] ?? "")"
        return switch purchase.words["owner"] {
        case "underWay", "refunding": nil
        case "kept": differs("the shipment keeps under another name", order)
        case "tooOld": differs("no shipment keeps, too long ago to be refunded by itself: ask the carrier", order)
        case "unknownShipment":
            differs(
                "nobody here knows, such as after a restore: look it up at the carrier, give it back or leave it",
                "shopos failures list --service fulfillment")
        // Also by a service of before this version, which tells no owner.
        default: differs("no shipment keeps", "shopos work hurry --service fulfillment --kind labels.reconcile")
        }
    }
}
