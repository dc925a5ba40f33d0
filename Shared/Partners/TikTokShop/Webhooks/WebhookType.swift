/// The number by which a webhook names its kind. The vendor adds numbers without notice and warns against trusting the
/// number alone: look at the fields too.
public struct WebhookType: RawRepresentable, Hashable, Sendable {
    /// The number.
    public let rawValue: Int

    /// The numbers that a webhook may come under: none was ever larger than two digits, and what fits no column of 32
    /// bits is a mistake or a forgery.
    public static let allowed = 0...Int(Int32.max)

    /// Any number.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// See ``WebhookTopic/orderStatus``.
    public static let orderStatus = WebhookType(rawValue: 1)
    /// See ``WebhookTopic/recipientAddress``.
    public static let recipientAddress = WebhookType(rawValue: 3)
    /// See ``WebhookTopic/package``.
    public static let package = WebhookType(rawValue: 4)
    /// See ``WebhookTopic/productStatus``; sends its product's id as a number.
    public static let productStatus = WebhookType(rawValue: 5)
    /// See ``WebhookTopic/deauthorization``.
    public static let deauthorization = WebhookType(rawValue: 6)
    /// See ``WebhookTopic/expiration``.
    public static let expiration = WebhookType(rawValue: 7)
    /// See ``WebhookTopic/cancellation``.
    public static let cancellation = WebhookType(rawValue: 11)
    /// See ``WebhookTopic/returnStatus``.
    public static let returnStatus = WebhookType(rawValue: 12)
    /// See ``WebhookTopic/productInformation``.
    public static let productInformation = WebhookType(rawValue: 15)
    /// See ``WebhookTopic/productCreation``; sends its product's id as a number.
    public static let productCreation = WebhookType(rawValue: 16)
    /// A listing moved to another category.
    public static let productCategory = WebhookType(rawValue: 18)
    /// A creator took the app away; names the account and no shop.
    public static let creatorDeauthorization = WebhookType(rawValue: 20)
    /// A listing's stock runs low, or is up again.
    public static let stockStatus = WebhookType(rawValue: 27)
    /// A listing's review went on; sends its product's id as a number.
    public static let productAudit = WebhookType(rawValue: 37)
    /// Listings were combined, or taken apart.
    public static let combinedListing = WebhookType(rawValue: 42)
    /// Variants of a listing were made, deleted, switched on or off.
    public static let skuStatus = WebhookType(rawValue: 50)
    /// A request after the sale, in the new model of returns.
    public static let afterSale = WebhookType(rawValue: 64)
    /// Goods on their way back, in the new model of returns.
    public static let returnOfGoods = WebhookType(rawValue: 65)
    /// A size chart's appeal; needs nothing.
    public static let sizeChartAppeal = WebhookType(rawValue: 66)
    /// A refund was paid, in the new model of returns.
    public static let refundPaid = WebhookType(rawValue: 67)
    /// Stock changed at the channel; sends its ids as numbers.
    public static let inventoryChanged = WebhookType(rawValue: 71)
}
