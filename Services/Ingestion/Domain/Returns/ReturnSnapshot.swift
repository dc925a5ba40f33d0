import Contracts

/// A cancellation or a return as it stood at one moment, in our own words.
struct ReturnSnapshot: Codable, Hashable, Sendable {
    /// The channel's id of it.
    var channelReturn: String
    var channelOrder: String
    var kind: ReturnChanged.Kind
    var status: ReturnChanged.Status
    /// The channel's own word.
    var channelStatus: String
    /// `buyer`, `seller` or `system`.
    var requestedBy: String?
    /// Until when the seller must answer.
    var answerBy: Instant?
    var requestedAt: Instant
    var updatedAt: Instant
    var currency: Currency
    var lines: [ReturnChanged.Line]
    /// Minor units, as all refunds here.
    var goodsRefund: Int64
    var shippingRefund: Int64
    var taxRefund: Int64

    /// Whether it is to replace what is known: changed later, or further along at the same second.
    func isNewer(than known: ReturnSnapshot) -> Bool {
        if updatedAt != known.updatedAt { return updatedAt > known.updatedAt }
        if status.rank != known.status.rank { return status.rank > known.status.rank }
        return self != known
    }
}

extension ReturnChanged.Status {
    /// The order of a return's life.
    var rank: Int {
        switch self {
        case .other: 0
        case .requested: 1
        case .approved: 2
        case .goodsSent: 3
        case .goodsReceived: 4
        case .rejected, .withdrawn: 5
        case .completed: 6
        }
    }
}

/// A return as we know it; version 0 before its first snapshot.
struct StoredReturn: Hashable, Sendable {
    let shop: ShopID
    let order: OrderID
    var version: Int
    var snapshot: ReturnSnapshot?

    /// The return with a snapshot applied; nil when that brings nothing new.
    func applying(_ snapshot: ReturnSnapshot) -> StoredReturn? {
        if let known = self.snapshot, !snapshot.isNewer(than: known) { return nil }
        return StoredReturn(shop: shop, order: order, version: version + 1, snapshot: snapshot)
    }

    /// What the platform is told; nil before the first snapshot.
    var message: ReturnChanged? { snapshot?.message(order, version: version, shop: shop) }
}

extension ReturnSnapshot {
    /// The return as it is told.
    func message(_ order: OrderID, version: Int, shop: ShopID) -> ReturnChanged {
        ReturnChanged(
            channelReturn: channelReturn, version: version, order: order, shop: shop, channelOrder: channelOrder,
            kind: kind, status: status, channelStatus: channelStatus, requestedBy: requestedBy, answerBy: answerBy,
            requestedAt: requestedAt, updatedAt: updatedAt, currency: currency, lines: lines,
            goodsRefund: goodsRefund, shippingRefund: shippingRefund, taxRefund: taxRefund)
    }
}
