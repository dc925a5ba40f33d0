import DequeModule

/// All deliveries, and which of them should be on the wire now.
struct WebhookBook: Sendable {
    /// Deliveries that are over are forgotten, oldest first, beyond this many.
    static let capacity = 200_000

    private(set) var deliveries: [Int: Delivery] = [:]
    private var outgoing = Deque<Int>()
    private var issued = 0
    private var oldest = 1
    private(set) var counts: [Delivery.State: Int] = [:]

    mutating func enter(
        sender: Delivery.Sender, topic: String, subject: String, url: String, body: [UInt8], at moment: Moment
    ) -> Int {
        issued += 1
        deliveries[issued] = Delivery(
            id: issued, sender: sender, topic: topic, subject: subject, url: url, created: moment, body: body)
        forgetOldest()
        return issued
    }

    private mutating func forgetOldest() {
        while deliveries.count > Self.capacity, oldest < issued {
            if deliveries[oldest]?.isOver == true { deliveries[oldest] = nil }
            oldest += 1
        }
    }

    /// Puts a delivery on the wire's queue.
    mutating func queue(_ id: Int) {
        guard deliveries[id]?.isOver == false else { return }
        outgoing.append(id)
    }

    /// Takes up to `limit` deliveries off the queue.
    mutating func take(_ limit: Int) -> [Delivery] {
        var taken: [Delivery] = []
        while taken.count < limit, let id = outgoing.popFirst() {
            guard deliveries[id]?.isOver == false else { continue }
            deliveries[id]?.state = .inFlight
            deliveries[id].map { taken.append($0) }
        }
        return taken
    }

    mutating func note(_ attempt: Delivery.Attempt, of id: Int) {
        deliveries[id]?.attempts.append(attempt)
    }

    mutating func set(_ state: Delivery.State, of id: Int) {
        guard let old = deliveries[id], !old.isOver else { return }
        deliveries[id]?.state = state
        if deliveries[id]?.isOver == true {
            counts[state, default: 0] += 1
            deliveries[id]?.body = []
        }
    }

    var sent: Int { issued }
    var waiting: Int { issued - counts.values.reduce(0, +) }
    var queued: Int { outgoing.count }
}
