import Contracts
import TikTokShop

/// What to do next for a parcel, decided from the order as the channel tells it now. Shipping takes no idempotency key,
/// so that every attempt begins with a look.
enum ShipStep: Hashable {
    /// The channel has the parcel as shipped.
    case shipped(Shipped)
    /// One of the calls is due.
    case call(ShipCall, package: String?)
    /// It will not ship; a word to act on and a sentence.
    case refuse(reason: String, detail: String)

    /// What the channel knows of a shipped parcel.
    struct Shipped: Hashable {
        let package: String
        let tracking: String?
        let carrier: String?
        /// Whether the channel makes its label.
        let isChannelsLabel: Bool
    }

    init(_ order: TikTokShop.Order, _ wish: OrderShip, region: String) {
        let lines = (order.lineItems ?? []).filter { line in
            wish.channelLines.isEmpty || line.id.map(wish.channelLines.contains) ?? false
        }
        if let refusal = Self.refusal(order, lines) {
            self = .refuse(reason: refusal.reason, detail: refusal.detail)
        } else if let shipped = Self.shipped(order, lines) {
            self = .shipped(shipped)
        } else {
            self = Self.call(order, lines, region)
        }
    }

    private static func refusal(_ order: TikTokShop.Order, _ lines: [LineItem]) -> (reason: String, detail: String)? {
        switch order.status {
        case .cancelled: return ("cancelled", "the order is cancelled")
        case .unpaid: return ("unpaid", "the order is not paid")
        case .onHold: return ("onHold", "the buyer may still cancel freely; shipping is forbidden until then")
        default: break
        }
        guard !lines.isEmpty else { return ("unknownLines", "the order has none of these lines") }
        if lines.allSatisfy({ $0.status == .cancelled }) { return ("cancelled", "these lines are cancelled") }
        let isWaiting = order.status == .awaitingShipment || order.status == .partiallyShipping
        if order.isBuyerRequestCancel == true && isWaiting {
            return ("cancelRequested", "the buyer asked to cancel and nobody has decided yet")
        }
        return nil
    }

    private static func shipped(_ order: TikTokShop.Order, _ lines: [LineItem]) -> Shipped? {
        let open = lines.filter { $0.status != .cancelled }
        let isShipped = open.allSatisfy { line in
            let status = ChannelWords.status(line.status ?? order.status ?? .awaitingShipment)
            return status.rank >= Contracts.OrderStatus.awaitingCollection.rank && status != .cancelled
        }
        guard isShipped else { return nil }
        let line = open.first
        return Shipped(
            package: line?.packageID?.nonEmpty ?? order.packages?.first?.id ?? "",
            tracking: line?.trackingNumber?.nonEmpty ?? order.trackingNumber?.nonEmpty,
            carrier: line?.shippingProviderName?.nonEmpty ?? order.shippingProvider?.nonEmpty,
            isChannelsLabel: order.shippingType == .tiktok)
    }

    private static func call(_ order: TikTokShop.Order, _ lines: [LineItem], _ region: String) -> ShipStep {
        let package = lines.lazy.compactMap { $0.packageID?.nonEmpty }.first ?? order.packages?.first?.id?.nonEmpty
        let call = ShipCall.choose(
            region: region, shippingType: order.shippingType ?? .seller,
            fulfillment: order.fulfillmentType ?? .seller, hasPackage: package != nil)
        switch call {
        case .unsupported(let why): return .refuse(reason: "unsupportedMarket", detail: why)
        case .shipPackage, .shipPackageBySeller:
            guard let package else {
                return .refuse(reason: "noPackage", detail: "the channel has made no package yet")
            }
            return .call(call, package: package)
        case .markShipped, .createPackage: return .call(call, package: package)
        }
    }
}

/// Words to act on for what the channel refuses.
enum ShipRefusal {
    /// The word for an error that repeating does not mend; nil for one that it may.
    static func reason(_ kind: TikTokShopError.Kind) -> String? {
        switch kind {
        case .onHold: "onHold"
        case .afterSalePending: "cancelRequested"
        case .orderCancelled: "cancelled"
        case .wrongShipCall: "unsupportedMarket"
        case .fulfilledByTikTok: "fulfilledByChannel"
        case .trackingRefused: "badTracking"
        case .trackingNotEditable: "trackingFinal"
        case .invalidRequest, .business: "refused"
        default: nil
        }
    }

    /// The channel's carrier that is meant by ours; nil when none is, or more than one could be.
    static func provider(_ carrier: String, among providers: [ShippingProvider]) -> ShippingProvider? {
        let wanted = plain(carrier)
        let same = providers.filter { $0.id != nil && plain($0.name ?? "") == wanted }
        if same.count == 1 { return same.first }
        let similar = providers.filter { provider in
            let name = plain(provider.name ?? "")
            return provider.id != nil && !name.isEmpty && (name.hasPrefix(wanted) || wanted.hasPrefix(name))
        }
        return same.isEmpty && similar.count == 1 ? similar.first : nil
    }

    private static func plain(_ name: String) -> String {
        String(name.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || ("0"..."9").contains($0) })
    }
}
