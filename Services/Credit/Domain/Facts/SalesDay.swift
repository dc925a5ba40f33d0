import Commerce
import Contracts

/// What one own shop sold on one day of the window, by the orders' paid time.
struct SalesDay: Codable, Hashable, Sendable {
    let day: WindowDay
    /// Metric 1: paid orders.
    let orders: Int
    /// Those of them that were delivered and are not undone.
    let completed: Int
    /// Metric 1: units sold.
    let units: Int
    /// Metric 2.
    let gmv: Converted
    /// Metric 3; nil where the amounts of refunds are not told.
    let netRevenue: Converted?
}

extension SalesDay {
    /// One order; nil when it is no paid order of the window.
    ///
    /// - Parameters:
    ///   - isCompleted: it was delivered, and is not undone.
    ///   - rate: of the order's paid day; nil where none is known.
    init?(
        _ order: OrderFacts, isCompleted: Bool, knowsRefunds: Bool = true, in window: Window, currency: Currency,
        rate: Fraction?
    ) throws(MoneyError) {
        guard let paidTime = order.paidTime, let day = window.day(of: Instant(nearest: paidTime)) else { return nil }
        self.init(
            day: day, orders: 1, completed: isCompleted ? 1 : 0, units: order.unitsSold.count,
            gmv: try Converted(order.gmv, to: currency, at: rate),
            netRevenue: knowsRefunds ? try Converted(order.netRevenue, to: currency, at: rate) : nil)
    }

    /// The same days with one row for each day and currency, in order: as large as a window, however many orders.
    static func merged(_ days: some Sequence<SalesDay>) throws(MoneyError) -> [SalesDay] {
        var rows: [Key: SalesDay] = [:]
        for day in days {
            if let known = rows[day.key] { rows[day.key] = try known.adding(day) } else { rows[day.key] = day }
        }
        return rows.sorted { $0.key < $1.key }.map(\.value)
    }

    private func adding(_ other: SalesDay) throws(MoneyError) -> SalesDay {
        var net: Converted?
        if let first = netRevenue, let second = other.netRevenue { net = try first + second }
        return SalesDay(
            day: day, orders: orders + other.orders, completed: completed + other.completed,
            units: units + other.units, gmv: try gmv + other.gmv, netRevenue: net)
    }

    private var key: Key {
        let kind = (gmv.converted == nil ? 0 : 1) + (netRevenue == nil ? 0 : 2)
        return Key(day: day, currency: gmv.original.currency, kind: kind)
    }

    /// What may be added up.
    private struct Key: Hashable, Comparable {
        let day: WindowDay
        let currency: Currency
        let kind: Int

        static func < (left: Key, right: Key) -> Bool {
            (left.day, left.currency, left.kind) < (right.day, right.currency, right.kind)
        }
    }
}
