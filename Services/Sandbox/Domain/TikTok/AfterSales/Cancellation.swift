/// A cancellation of an order or of some of its lines, from the wish to the refund.
struct Cancellation: ShopRecord {
    enum Status: String, Sendable {
        case pending = "CANCELLATION_REQUEST_PENDING"
        case success = "CANCELLATION_REQUEST_SUCCESS"
        case cancelled = "CANCELLATION_REQUEST_CANCEL"
        case complete = "CANCELLATION_REQUEST_COMPLETE"

        /// The word of the webhook, which spells a withdrawn or refused request differently.
        var webhookName: String {
            self == .cancelled ? "CANCELLATION_REQUEST_CANCELLED" : rawValue
        }
    }

    enum Role: String, Sendable {
        case buyer = "BUYER"
        case seller = "SELLER"
        case system = "SYSTEM"
    }

    let id: String
    let shopID: String
    let orderID: String
    let role: Role
    let reason: String
    let lineIDs: [String]
    let created: Moment
    var updated: Moment
    var status: Status
    /// Why a request came to nothing.
    var rejectReason = ""
    /// By when the seller must answer a pending request.
    let deadline: Moment?
    let refund: Refund

    /// The documented types: a buyer's wish that needs an answer, or a cancellation by anyone else.
    var type: String { role == .buyer ? "BUYER_CANCEL" : "CANCEL" }
}

/// Money that goes back, in minor units of the order's currency.
struct Refund: Sendable, Equatable {
    var subTotal = 0
    var shipping = 0
    var tax = 0
    var total: Int { subTotal + shipping + tax }

    init() {}

    /// What was paid for some lines; the postage goes back with the last of them.
    init(of order: Order, lines ids: [String]) {
        guard order.times.paid != nil else { return }
        let lines = order.lines.filter { ids.contains($0.id) }
        subTotal = lines.reduce(0) { $0 + $1.price.sale }
        tax = lines.reduce(0) { $0 + $1.price.tax }
        let isRest = Set(order.openLines.map(\.id)).isSubset(of: ids)
        shipping = isRest ? order.payment.shipping : 0
    }
}
