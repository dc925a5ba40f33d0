/// Work under way at the instant of a strike.
struct InFlight: Sendable, Equatable {
    /// How many strikes; more than one where several are struck at once, or a fault strikes by itself.
    var strikes = 1
    /// How many of them found nothing under way though others did.
    var idle = 0
    /// Handed out by the broker and not acknowledged, both before and after what is struck stood still. Of a gateway:
    /// webhooks that it has not answered. Of a queue that is deleted: what goes with it.
    var messages = 0
    /// Open in the database between two statements.
    var transactions = 0
    /// Calls to partners in workers' hands.
    var jobs = 0
    /// Labels that were asked for and not entered.
    var purchases = 0
    /// In whose hands; what several have is told together.
    var processes: [Int32] = []
    /// What else there is to tell of it.
    var remarks: [String] = []
    /// From when on nothing is broken any more, where the strike goes on to wait for what must follow from that.
    var wholeAt: ContinuousClock.Instant?

    var isAny: Bool { messages + transactions + jobs + purchases > 0 }
    /// How many strikes found work under way.
    var struckWork: Int { isAny ? strikes - idle : 0 }

    static func + (left: InFlight, right: InFlight) -> InFlight {
        InFlight(
            strikes: left.strikes, idle: left.idle, messages: left.messages + right.messages,
            transactions: left.transactions + right.transactions,
            jobs: left.jobs + right.jobs, purchases: left.purchases + right.purchases,
            remarks: left.remarks + right.remarks)
    }
}

extension InFlight {
    /// Of several that are struck at once, each of which is a strike.
    init(each seen: [InFlight]) {
        self = seen.dropFirst().reduce(seen.first ?? InFlight()) { $0 + $1 }
        strikes = seen.count
        idle = seen.filter { !$0.isAny }.count
    }
}
