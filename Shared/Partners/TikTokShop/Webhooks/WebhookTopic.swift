public import Outbound

/// A kind of webhook that a shop's subscription can name.
public struct WebhookTopic: OpenWord {
    /// The channel's word.
    public let rawValue: String

    /// Any word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// An order changed its state; creation too, since there is no "order created".
    public static let orderStatus = WebhookTopic(rawValue: "ORDER_STATUS_CHANGE")
    /// A buyer changed the address.
    public static let recipientAddress = WebhookTopic(rawValue: "RECIPIENT_ADDRESS_UPDATE")
    /// Packages were split, combined or cancelled.
    public static let package = WebhookTopic(rawValue: "PACKAGE_UPDATE")
    /// A listing was reviewed, taken down or brought back.
    public static let productStatus = WebhookTopic(rawValue: "PRODUCT_STATUS_CHANGE")
    /// The seller took the app away.
    public static let deauthorization = WebhookTopic(rawValue: "SELLER_DEAUTHORIZATION")
    /// The authorization ends soon.
    public static let expiration = WebhookTopic(rawValue: "UPCOMING_AUTHORIZATION_EXPIRATION")
    /// A cancellation was asked for or decided.
    public static let cancellation = WebhookTopic(rawValue: "CANCELLATION_STATUS_CHANGE")
    /// A return was asked for or went on.
    public static let returnStatus = WebhookTopic(rawValue: "RETURN_STATUS_CHANGE")
    /// A listing's fields changed.
    public static let productInformation = WebhookTopic(rawValue: "PRODUCT_INFORMATION_CHANGE")
    /// A listing was made.
    public static let productCreation = WebhookTopic(rawValue: "PRODUCT_CREATION")

    /// What orders, stock, parcels and returns need.
    public static let operations = [
        orderStatus, recipientAddress, package, cancellation, returnStatus, productStatus, productInformation,
        productCreation, deauthorization, expiration,
    ]
}
