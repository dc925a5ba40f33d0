/// One unit bought. There is no quantity: two units of a SKU are two lines.
struct Line: Sendable {
    let id: String
    let sku: SKU
    let productTitle: String
    let price: UnitPrice
    let isGift: Bool
    var status = LineStatus.awaitingShipment
    var packageID: String?
    var cancelReason = ""
    var cancelUser = ""

    var isOpen: Bool { status != .cancelled }
}

/// What one unit costs, in minor units.
struct UnitPrice: Sendable, Equatable {
    var original = 0
    var sellerDiscount = 0
    var platformDiscount = 0
    /// The shop price of something given away.
    var giftValue = 0
    var tax = 0

    /// What the buyer pays for it before tax.
    var sale: Int { original - sellerDiscount - platformDiscount }
}
