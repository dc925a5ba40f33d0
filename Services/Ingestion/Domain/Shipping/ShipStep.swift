import Contracts
import TikTokShop

/// What to do next for a parcel, decided from the order as the channel tells it now. Shipping takes no idempotency key,
/// so that every attempt begins with a look.
enum ShipStep: Hashable {
    /// The channel has the parcel as shipped.
    case shipped(Shipped)
    /// One of the calls is due, for a package of the order where the channel has made one; `lines` names those that
    /// still wait, nil: all of the order does. Of an order that lies in several packages each has its call, one after
    /// the other.
    case call(ShipCall, package: String?, lines: [String]?)
    /// It will not ship; a word to act on and a sentence.
    case refuse(reason: String, detail: String)

    /// What the channel knows of a shipped parcel.
    struct Shipped: Hashable {
        let package: String
        let tracking: String?
        let carrier: String?
        /// Whether the channel makes its label.
        let isChannelsLabel: Bool
        /// Its other packages, where the channel split what it makes the labels of: each has a number of its own.
        var others: [Package] = []
    }

    /// One of several packages.
    struct Package: Hashable {
        let package: String
        let tracking: String?
        let carrier: String?
    }

    /// More packages than one order is ever split into.
    private static let mostPackages = 50

    init(_ order: TikTokShop.Order, _ wish: OrderShip, region: String) {
        let lines = (order.lineItems ?? []).filter { line in
            wish.channelLines.isEmpty || line.id.map(wish.channelLines.contains) ?? false
        }
        if let refusal = Self.refusal(order, lines) {
            self = .refuse(reason: refusal.reason, detail: refusal.detail)
        } else if let shipped = Self.shipped(order, lines, wish) {
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

    // MARK: What is shipped

    private static func shipped(_ order: TikTokShop.Order, _ lines: [LineItem], _ wish: OrderShip) -> Shipped? {
        let open = lines.filter { $0.status != .cancelled }
        guard !open.contains(where: { isWaiting($0, of: order) }) else { return nil }
        let isChannelsLabel = order.shippingType == .tiktok
        let packages = packages(of: open)
        // The one that bears our number, else the first.
        let chosen = packages.first { $0.tracking != nil && $0.tracking == wish.tracking } ?? packages.first
        let numbers = Set(packages.compactMap(\.tracking))
        // Of several numbers none is the parcel's: whoever asks for it would take the first one for the only one.
        let isUnclear = wish.tracking == nil && !isChannelsLabel && numbers.count > 1
        let first = open.first
        let tracking = chosen?.tracking ?? first?.trackingNumber?.nonEmpty ?? order.trackingNumber?.nonEmpty
        return Shipped(
            package: chosen?.package ?? order.packages?.first?.id ?? "", tracking: isUnclear ? nil : tracking,
            carrier: chosen?.carrier ?? first?.shippingProviderName?.nonEmpty ?? order.shippingProvider?.nonEmpty,
            isChannelsLabel: isChannelsLabel,
            others: isChannelsLabel ? packages.filter { $0.package != chosen?.package } : [])
    }

    /// The packages that lines lie in, each once, in the order of the lines.
    private static func packages(of lines: [LineItem]) -> [Package] {
        var seen = Set<String>()
        let packages = lines.compactMap { line -> Package? in
            guard let id = line.packageID?.nonEmpty, seen.insert(id).inserted else { return nil }
            return Package(
                package: id, tracking: line.trackingNumber?.nonEmpty, carrier: line.shippingProviderName?.nonEmpty)
        }
        return Array(packages.prefix(mostPackages))
    }

    /// Whether nobody has arranged a shipment for a line yet.
    private static func isWaiting(_ line: LineItem, of order: TikTokShop.Order) -> Bool {
        guard line.status != .cancelled else { return false }
        let status = ChannelWords.status(line.status ?? order.status ?? .awaitingShipment)
        return status == .cancelled || status.rank < Contracts.OrderStatus.awaitingCollection.rank
    }

    // MARK: What is to be shipped

    private static func call(_ order: TikTokShop.Order, _ lines: [LineItem], _ region: String) -> ShipStep {
        let waiting = lines.filter { isWaiting($0, of: order) }
        let package = package(of: waiting, order)
        let call = ShipCall.choose(
            region: region, shippingType: order.shippingType ?? .seller,
            fulfillment: order.fulfillmentType ?? .seller, hasPackage: package != nil)
        let open = (order.lineItems ?? []).filter { $0.status != .cancelled }
        let named = waiting.count < open.count ? waiting.compactMap { $0.id?.nonEmpty } : nil
        switch call {
        case .unsupported(let why): return .refuse(reason: "unsupportedMarket", detail: why)
        case .shipPackage, .shipPackageBySeller:
            guard let package else {
                return .refuse(reason: "noPackage", detail: "the channel has made no package yet")
            }
            return .call(call, package: package, lines: named)
        case .markShipped, .createPackage: return .call(call, package: package, lines: named)
        }
    }

    /// The package that is next: that of the first line that waits. Where lines do not say it, the order's first one
    /// that has not left.
    private static func package(of waiting: [LineItem], _ order: TikTokShop.Order) -> String? {
        if let named = waiting.lazy.compactMap({ $0.packageID?.nonEmpty }).first { return named }
        let left = (order.lineItems ?? []).filter { !isWaiting($0, of: order) }.compactMap { $0.packageID?.nonEmpty }
        return order.packages?.lazy.compactMap { $0.id?.nonEmpty }.first { !left.contains($0) }
    }
}
