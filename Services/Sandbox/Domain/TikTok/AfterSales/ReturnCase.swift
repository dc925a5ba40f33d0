/// A buyer's wish for money back after delivery, with or without the goods.
struct ReturnCase: ShopRecord {
    enum Kind: String, Sendable {
        case refund = "REFUND"
        case returnAndRefund = "RETURN_AND_REFUND"
    }

    enum Status: String, Sendable {
        case pending = "RETURN_OR_REFUND_REQUEST_PENDING"
        case rejected = "REFUND_OR_RETURN_REQUEST_REJECT"
        case awaitingBuyer = "AWAITING_BUYER_SHIP"
        case shipped = "BUYER_SHIPPED_ITEM"
        case parcelRejected = "REJECT_RECEIVE_PACKAGE"
        case success = "RETURN_OR_REFUND_REQUEST_SUCCESS"
        case cancelled = "RETURN_OR_REFUND_REQUEST_CANCEL"
        case complete = "RETURN_OR_REFUND_REQUEST_COMPLETE"
    }

    let id: String
    let shopID: String
    let orderID: String
    let kind: Kind
    let lineIDs: [String]
    let reason: String
    let refund: Refund
    let created: Moment
    var updated: Moment
    var status = Status.pending
    /// By when the seller must act, while it is the seller's turn.
    var deadline: Moment?
    /// The number of the parcel that comes back.
    var tracking: Package.Tracking?
    /// Whether that parcel has reached the seller.
    var hasArrived = false

    var isOpen: Bool {
        switch status {
        case .pending, .awaitingBuyer, .shipped, .success: true
        case .rejected, .parcelRejected, .cancelled, .complete: false
        }
    }
}
