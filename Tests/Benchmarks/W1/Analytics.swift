import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import Synchronization

/// Stage 3: counts by tenant and day, and measures how long each order took.
struct Analytics: Handler {
    typealias Fact = (row: Row, counts: [Int64], origin: Int64?)
    struct Row: Hashable {
        let tenant: String
        let day: CalendarDay
    }
    struct Line: Decodable, Sendable {
        let qty: Int32
    }

    static let lane = Lane(
        "analytics.events", carries: ["x-origin-us"], needsTenant: false,
        [.on(["order.accepted", "stock.reserved", "stock.rejected"], Analytics())])

    func decide(_ message: Received<HeardEvent<Line>>, _ view: Void) -> Decision<Fact> {
        let event = message.body
        let row = Row(tenant: event.tenant_id, day: CalendarDay(daysSince1970: Int(event.created_at / 86_400)))
        let units = event.lines?.reduce(0) { $0 + Int64($1.qty) } ?? 0
        let counts: [Int64] =
            switch message.metadata.name {
            case "order.accepted": [1, event.total_cents ?? 0, units, 0, 0]
            case "stock.reserved": [0, 0, 0, 1, 0]
            default: [0, 0, 0, 0, 1]
            }
        let origin = event.lines != nil ? nil : message.metadata.carried["x-origin-us"]?.int
        return .done([(row: row, counts: counts, origin: origin)])
    }

    func save(_ facts: [Fact], _ pipeline: inout Pipeline) {
        var sums: [Row: [Int64]] = [:]
        for fact in facts {
            sums[fact.row] = zip(sums[fact.row] ?? [0, 0, 0, 0, 0], fact.counts).map { $0 + $1 }
        }
        func column(_ index: Int) -> [Int64] { sums.map { $0.value[index] } }
        pipeline.run(
            """
            INSERT INTO daily AS d (tenant_id, day, orders, gmv_cents, units, reserved, rejected)
            SELECT * FROM unnest(\(sums.map(\.key.tenant)), \(sums.map(\.key.day)), \(column(0)), \(column(1)),
                \(column(2)), \(column(3)), \(column(4))) ORDER BY 1, 2
            ON CONFLICT (tenant_id, day) DO UPDATE SET orders = d.orders + excluded.orders,
                gmv_cents = d.gmv_cents + excluded.gmv_cents, units = d.units + excluded.units,
                reserved = d.reserved + excluded.reserved, rejected = d.rejected + excluded.rejected
            """)
    }

    private static let latencies = Mutex<[Int64]>([])

    func saved(_ facts: [Fact]) {
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        Self.latencies.withLock { $0 += facts.compactMap { fact in fact.origin.map { now - $0 } } }
    }

    /// Microseconds from publish to the last commit, an order a line.
    static func writeLatencies(to path: String?) throws {
        let lines = latencies.withLock { $0 }.map { "\($0)\n" }.joined()
        if let path { try lines.write(toFile: path, atomically: true, encoding: .utf8) }
    }
}
