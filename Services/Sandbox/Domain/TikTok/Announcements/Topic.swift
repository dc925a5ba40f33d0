/// A kind of webhook.
struct Topic: Hashable, Sendable {
    let number: Int
    let name: String
    /// Whether shops may subscribe to it through the API; the others go to the app's one address alone.
    var isSubscribable = true

    static let orderStatus = Topic(number: 1, name: "ORDER_STATUS_CHANGE")
    static let recipientAddress = Topic(number: 3, name: "RECIPIENT_ADDRESS_UPDATE")
    static let package = Topic(number: 4, name: "PACKAGE_UPDATE")
    static let productStatus = Topic(number: 5, name: "PRODUCT_STATUS_CHANGE")
    static let deauthorization = Topic(number: 6, name: "SELLER_DEAUTHORIZATION")
    static let expiration = Topic(number: 7, name: "UPCOMING_AUTHORIZATION_EXPIRATION")
    static let cancellation = Topic(number: 11, name: "CANCELLATION_STATUS_CHANGE")
    static let returning = Topic(number: 12, name: "RETURN_STATUS_CHANGE")
    static let productCreation = Topic(number: 16, name: "PRODUCT_CREATION")
    static let lowStock = Topic(number: 27, name: "INVENTORY_STATUS", isSubscribable: false)
    static let afterSaleRequest = Topic(number: 64, name: "AFTERSALE_REQUEST", isSubscribable: false)
    static let returnOfGoods = Topic(number: 65, name: "RMA_STATUS", isSubscribable: false)
    static let refundPaid = Topic(number: 67, name: "REFUND_SUCCESS", isSubscribable: false)
    static let inventoryChange = Topic(number: 71, name: "INVENTORY_CHANGE", isSubscribable: false)

    /// Event types that the subscription API takes; for those without a topic above nothing happens here.
    static let subscribable: Set<String> = [
        "ORDER_STATUS_CHANGE", "RECIPIENT_ADDRESS_UPDATE", "PACKAGE_UPDATE", "PRODUCT_STATUS_CHANGE",
        "SELLER_DEAUTHORIZATION", "UPCOMING_AUTHORIZATION_EXPIRATION", "CANCELLATION_STATUS_CHANGE",
        "RETURN_STATUS_CHANGE", "NEW_CONVERSATION", "NEW_MESSAGE", "PRODUCT_INFORMATION_CHANGE", "PRODUCT_CREATION",
        "PRODUCT_CATEGORY_CHANGE", "NEW_MESSAGE_LISTENER", "INVOICE_STATUS_CHANGE", "PRODUCT_AUDIT_STATUS_CHANGE",
    ]
}

/// A shop's wish to have one kind of webhook sent to an address.
struct Subscription: Sendable {
    struct Key: Hashable, Sendable {
        let appKey: String
        let shopID: String
        let event: String
    }

    let address: String
    let created: Moment
    var updated: Moment
}
