/// An order's money, in minor units of its currency. The sums are those that the partner documents.
struct Payment: Sendable, Equatable {
    var originalTotal = 0
    var sellerDiscount = 0
    var platformDiscount = 0
    var originalShipping = 0
    var shippingSellerDiscount = 0
    var shippingPlatformDiscount = 0
    var tax = 0

    var subTotal: Int { originalTotal - sellerDiscount - platformDiscount }
    var shipping: Int { originalShipping - shippingSellerDiscount - shippingPlatformDiscount }
    var total: Int { subTotal + shipping + tax }

    init() {}

    /// Adds the units up; the platform pays the postage of orders worth at least `freeFrom`.
    init(_ prices: [UnitPrice], postage: Int, freeFrom: Int) {
        originalTotal = prices.reduce(0) { $0 + $1.original }
        sellerDiscount = prices.reduce(0) { $0 + $1.sellerDiscount }
        platformDiscount = prices.reduce(0) { $0 + $1.platformDiscount }
        tax = prices.reduce(0) { $0 + $1.tax }
        originalShipping = postage
        shippingPlatformDiscount = subTotal >= freeFrom ? postage : 0
    }
}
