import DequeModule
public import Logging
import Synchronization

/// Consumes one queue whose deliveries are taken as they are.
public typealias AMQPConsumer = AMQPReader<Delivery>

/// Consumes one queue: deliveries pile up as the broker sends them, and the reader takes all that have arrived.
///
/// At most `prefetch` deliveries are unacknowledged, so nothing here grows without bound. A lost connection, a deleted
/// queue or a cancelled subscription is repaired by dialling, declaring and subscribing again; deliveries that the
/// reader had not taken by then are forgotten, since the broker hands them out anew.
public final class AMQPReader<Item: Sendable>: Sendable {
    /// How the connection is doing; consuming exactly while it is `up`.
    public let health = ConnectionHealth()
    /// The queue that is consumed.
    public let queue: String
    private let inbox: DeliveryInbox<Item>
    private let thread: ConnectionThread

    /// Makes a consumer and starts dialling. The topology is declared on every new connection.
    ///
    /// - Parameters:
    ///   - begins: Whether it subscribes as soon as it can; else when ``begin()`` is called. Whoever may end before he
    ///     takes anything had better wait: what the broker has handed out counts as a delivery.
    ///   - opening: What is made of each delivery as soon as it arrives, on the connection's thread: while its taker is
    ///     still busy with those before.
    public init(
        _ configuration: AMQPConfiguration, queue: String, prefetch: Int, topology: BrokerTopology = BrokerTopology(),
        begins: Bool = true, logger: Logger, opening: @escaping @Sendable (Delivery) -> Item
    ) throws(AMQPError) {
        precondition(prefetch > 0, "without a prefetch the broker would send without bound")
        let wakeup = try Wakeup()
        let inbox = DeliveryInbox<Item>(wakeup)
        self.queue = queue
        self.inbox = inbox
        thread = ConnectionThread(configuration, health, wakeup, logger)
        thread.start { ConsumerRole(inbox, queue, prefetch, topology, begins: begins, logger, opening) }
    }

    /// Subscribes, if that was put off.
    public func begin() {
        inbox.post(.begin)
    }

    /// Takes all that has arrived, at most `limit`; waits for the first delivery when nothing has.
    ///
    /// - Returns: At least one delivery, in the broker's order; nil once the consumer is cancelled and all is taken.
    public func next(atMost limit: Int) async -> [Item]? {
        await withCheckedContinuation { continuation in
            inbox.take(atMost: limit) { continuation.resume(returning: $0) }
        }
    }

    /// Lets a waiting ``next(atMost:)`` return with an empty batch, so that its caller can look elsewhere.
    public func nudge() {
        inbox.nudge()
    }

    /// How many deliveries have come and are not settled: what the broker calls unacknowledged.
    public var unsettled: Int { inbox.unsettled.load(ordering: .relaxed) }

    /// Acknowledges a delivery and all before it on the same connection; a receipt of an old connection is ignored.
    public func acknowledge(through receipt: Receipt) {
        inbox.post(.acknowledge(receipt))
    }

    /// Gives one delivery back to the queue.
    public func giveBack(_ receipt: Receipt) {
        inbox.post(.giveBack(receipt))
    }

    /// Stops the broker from sending more. What has arrived can still be taken and acknowledged.
    public func cancel() {
        inbox.post(.cancel)
    }

    /// Writes the acknowledgements that are waiting and says goodbye; unacknowledged deliveries go back to the queue.
    public func close() async {
        await withCheckedContinuation { continuation in
            inbox.close { continuation.resume() }
        }
    }
}

extension AMQPConsumer {
    /// Makes a consumer of deliveries as they are, and starts dialling. The topology is declared on every new
    /// connection; `begins` as above.
    public convenience init(
        _ configuration: AMQPConfiguration, queue: String, prefetch: Int, topology: BrokerTopology = BrokerTopology(),
        begins: Bool = true, logger: Logger
    ) throws(AMQPError) {
        try self.init(
            configuration, queue: queue, prefetch: prefetch, topology: topology, begins: begins, logger: logger
        ) { $0 }
    }
}

/// What the reader wants the connection's thread to do.
enum ConsumerOrder: Sendable {
    case begin
    case acknowledge(Receipt)
    case giveBack(Receipt)
    case cancel
}

/// Where the connection's thread and the reader meet.
final class DeliveryInbox<Item: Sendable>: Sendable {
    typealias Taker = @Sendable ([Item]?) -> Void

    private struct State {
        var deliveries: Deque<Item> = []
        var taker: (limit: Int, resume: Taker)?
        var wasNudged = false
        var orders: [ConsumerOrder] = []
        var closers: [@Sendable () -> Void] = []
        /// No more deliveries will come.
        var isDry = false
        var isEnded = false

        /// All that has arrived up to the limit; an empty batch after a nudge; nil when there is nothing to return.
        mutating func nextBatch(_ limit: Int) -> [Item]? {
            if deliveries.isEmpty {
                defer { wasNudged = false }
                return wasNudged ? [] : nil
            }
            wasNudged = false
            let count = min(limit, deliveries.count)
            defer { deliveries.removeFirst(count) }
            return Array(deliveries.prefix(count))
        }
    }

    private let state = Mutex(State())
    /// Written by the connection's thread alone.
    let unsettled = Atomic<Int>(0)
    private let wakeup: Wakeup

    init(_ wakeup: Wakeup) {
        self.wakeup = wakeup
    }

    func take(atMost limit: Int, _ resume: @escaping Taker) {
        let ready: (deliveries: [Item]?, isReady: Bool) = state.withLock { state in
            if let batch = state.nextBatch(limit) { return (batch, true) }
            if state.isDry { return (nil, true) }
            state.taker = (limit, resume)
            return (nil, false)
        }
        if ready.isReady { resume(ready.deliveries) }
    }

    func nudge() {
        let taker = state.withLock { state in
            state.wasNudged = state.taker == nil
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume([])
    }

    func post(_ order: ConsumerOrder) {
        state.withLock { $0.orders.append(order) }
        wakeup.signal()
    }

    func close(_ done: @escaping @Sendable () -> Void) {
        let isEnded = state.withLock { state in
            if !state.isEnded { state.closers.append(done) }
            return state.isEnded
        }
        if isEnded { done() } else { wakeup.signal() }
    }

    // MARK: The thread's side

    func takeOrders() -> (orders: [ConsumerOrder], isClosing: Bool) {
        state.withLock { state in
            defer { state.orders.removeAll(keepingCapacity: true) }
            return (state.orders, !state.closers.isEmpty)
        }
    }

    func deliver(_ deliveries: inout [Item]) {
        guard !deliveries.isEmpty else { return }
        let arrived = deliveries
        deliveries.removeAll(keepingCapacity: true)
        let served: (taker: Taker, batch: [Item])? = state.withLock { state in
            state.deliveries.append(contentsOf: arrived)
            guard let taker = state.taker, let batch = state.nextBatch(taker.limit) else { return nil }
            state.taker = nil
            return (taker.resume, batch)
        }
        if let served { served.taker(served.batch) }
    }

    func forgetDeliveries() {
        state.withLock { $0.deliveries.removeAll() }
    }

    func runDry() {
        let taker = state.withLock { state in
            state.isDry = true
            guard state.deliveries.isEmpty else { return nil as (limit: Int, resume: Taker)? }
            defer { state.taker = nil }
            return state.taker
        }
        taker?.resume(nil)
    }

    func end() {
        runDry()
        let closers = state.withLock { state in
            state.isEnded = true
            defer { state.closers.removeAll() }
            return state.closers
        }
        for done in closers { done() }
    }
}
