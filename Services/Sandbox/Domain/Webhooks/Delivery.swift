/// One message to one address, with every attempt to deliver it.
struct Delivery: Sendable {
    enum Sender: Sendable, Equatable {
        case tiktok(appKey: String)
        case shippo
    }

    enum State: String, Sendable {
        case waiting, inFlight, accepted, dropped
        /// A fault swallowed it before it was sent.
        case lost
    }

    struct Attempt: Sendable {
        let at: Moment
        /// The HTTP status; nil for no answer within three seconds.
        let status: Int?
    }

    let id: Int
    let sender: Sender
    /// `1 ORDER_STATUS_CHANGE`, `track_updated`.
    let topic: String
    /// What it is about: an order, a product, a tracking number.
    let subject: String
    let url: String
    let created: Moment
    /// Emptied once the delivery is over.
    var body: [UInt8]
    var state = State.waiting
    var attempts: [Attempt] = []

    var isOver: Bool { state == .accepted || state == .dropped || state == .lost }

    var schedule: RetrySchedule { sender == .shippo ? .shippo : .tiktok }
}
