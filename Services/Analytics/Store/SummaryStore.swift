import Commerce
import Contracts
import Foundation
import Postgres

/// Reads sums for a report, with the caller's eyes.
struct SummaryStore {
    /// Whose sums.
    let tenants: [TenantID]
    /// Of one shop; nil: of all.
    let shop: ShopID?
    /// Of the report.
    let currency: Currency

    private var mine: SQL {
        let ofShop: SQL = shop.map { "AND r.shop_id = \($0.uuid)" } ?? ""
        return "r.tenant_id = ANY(\(tenants.map(\.uuid))) \(ofShop)"
    }

    /// The day of UTC of sums that are not in the report's currency; these are few, and need their days' rates.
    private var day: SQL {
        "CASE WHEN r.currency <> \(currency.code) THEN (r.at AT TIME ZONE 'UTC')::date END"
    }

    /// The columns of a tally. Orders whose ship-by lies in the half-hour that is still going on are not late yet, and
    /// a shipment has fifteen minutes for its label.
    ///
    /// - Parameter now: when the report is made.
    private static func sums(now: Date) -> SQL {
        Tally.fields.map { field -> SQL in
            let sum: SQL = "sum(r.\(unsafe: field.column))"
            let filter: SQL =
                switch field.path {
                case \Tally.due, \Tally.shippedInTime: until(now)
                case \Tally.ready, \Tally.labelledInTime: until(now.addingTimeInterval(-15 * 60))
                default: ""
                }
            return "coalesce(\(sum)\(filter), 0)::bigint"
        }.joined(separator: ", ")
    }

    /// Counts only half-hours that have ended by then; days that are summed have ended anyway.
    private static func until(_ end: Date) -> SQL {
        " FILTER (WHERE r.grain = 'day' OR r.at + interval '30 minutes' <= \(end))"
    }

    // MARK: Totals

    /// The sums of a window.
    func totals(_ window: Range<Date>, now: Date, _ pipeline: inout Pipeline) -> () throws -> [CountedSum] {
        let rows = pipeline.rows(
            """
            SELECT 0, r.currency, \(day), \(Self.sums(now: now))
            FROM \(rows(of: window, byProduct: false)) GROUP BY 2, 3
            """, Self.decode)
        return { try rows.get() }
    }

    /// The rows of a window, as few as there are.
    private func rows(of window: Range<Date>, byProduct: Bool) -> SQL {
        rows(of: Stretch.parts(of: window, byProduct: byProduct))
    }

    /// The rows of the parts of a window. Each is a range of its own in the index; joined to a list of parts, the
    /// planner would rather read the whole table.
    private func rows(of parts: [Stretch]) -> SQL {
        let parts = parts.map { part in
            """
            SELECT * FROM rollups r WHERE \(mine) AND r.grain = \(part.grain.rawValue)
                AND r.at >= \(part.range.lowerBound) AND r.at < \(part.range.upperBound)
            """ as SQL
        }
        return "(\(parts.joined(separator: " UNION ALL "))) AS r"
    }

    @Sendable private static func decode(_ row: inout RowReader) throws -> CountedSum {
        let (step, code, day) = try row.next((Int32, String, Postgres.CalendarDay?).self)
        var tally = Tally.zero
        for field in Tally.fields { tally[keyPath: field.path] = try row.next(Int64.self) }
        // Only currencies that are known are written.
        return CountedSum(
            step: Int(step), currency: Currency(code) ?? .usd, day: day.map { Commerce.CalendarDay($0) }, tally: tally)
    }

    // MARK: Series

    /// The GMV and paid orders of steps, each up to the beginning of the next. Steps that are days of UTC are read as
    /// such: a row in place of forty-eight.
    func series(_ starts: [Date], until: Date, _ pipeline: inout Pipeline) -> () throws -> [CountedSum] {
        guard let first = starts.first, first < until else { return { [] } }
        let window = first..<until
        let parts =
            Stretch.areDays(starts)
            ? Stretch.parts(of: window, byProduct: false) : [Stretch(grain: .halfHour, range: window)]
        let rows = pipeline.rows(
            """
            SELECT width_bucket(r.at, \(starts)) - 1, r.currency, \(day), sum(r.paid_orders)::bigint, sum(r.gmv)::bigint
            FROM \(rows(of: parts)) GROUP BY 1, 2, 3
            """, as: (Int32, String, Postgres.CalendarDay?, Int64, Int64).self)
        return {
            try rows.get().map { step, code, day, paidOrders, gmv in
                CountedSum(
                    step: Int(step), currency: Currency(code) ?? .usd, day: day.map { Commerce.CalendarDay($0) },
                    tally: Tally(paidOrders: paidOrders, gmv: gmv))
            }
        }
    }

    // MARK: Products

    /// A product's sum.
    struct ProductSum: Sendable {
        let product: String
        let title: String
        let sum: CountedSum
    }

    /// The sums of the products with the highest GMV of each currency.
    ///
    /// - Parameter limit: how many of each currency.
    func products(
        _ window: Range<Date>, limit: Int, _ pipeline: inout Pipeline
    ) -> () throws -> [ProductSum] {
        let rows = pipeline.rows(
            """
            WITH sold AS MATERIALIZED (
                SELECT r.tenant_id, r.shop_id, r.channel_product, r.currency, \(day) AS day, sum(r.units) AS units,
                    sum(r.gmv) AS gmv
                FROM \(rows(of: window, byProduct: true)) GROUP BY 1, 2, 3, 4, 5
            ), best AS (
                SELECT tenant_id, shop_id, channel_product, currency,
                    row_number() OVER (PARTITION BY currency ORDER BY sum(gmv) DESC, channel_product) AS place
                FROM sold GROUP BY 1, 2, 3, 4
            )
            SELECT s.channel_product, coalesce(p.title, ''), s.currency, s.day, s.units::bigint, s.gmv::bigint
            FROM sold s JOIN best b USING (tenant_id, shop_id, channel_product, currency)
            LEFT JOIN products p USING (tenant_id, shop_id, channel_product)
            WHERE b.place <= \(limit)
            """, as: (String, String, String, Postgres.CalendarDay?, Int64, Int64).self)
        return {
            try rows.get().map { product, title, code, day, units, gmv in
                let sum = CountedSum(
                    currency: Currency(code) ?? .usd, day: day.map { Commerce.CalendarDay($0) },
                    tally: Tally(units: units, gmv: gmv))
                return ProductSum(product: product, title: title, sum: sum)
            }
        }
    }

    // MARK: Parcels

    /// What became of the parcels that were handed over in a window.
    func deliveries(_ window: Range<Date>, now: Date, _ pipeline: inout Pipeline) -> () throws -> Deliveries {
        let covered = Stretch.covered(by: window)
        let seconds: SQL = "extract(epoch FROM r.delivered_at - r.handed_over_at)::double precision"
        let timed: SQL = "FILTER (WHERE r.delivered_at >= r.handed_over_at)"
        let late = now.addingTimeInterval(-Deliveries.patience)
        let rows = pipeline.rows(
            """
            SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY \(seconds)) \(timed),
                percentile_disc(0.9) WITHIN GROUP (ORDER BY \(seconds)) \(timed),
                count(*) FILTER (WHERE r.fate = 'delivered'),
                count(*) FILTER (WHERE r.fate IN ('returned', 'lost')
                    OR r.fate = 'open' AND r.handed_over_at < \(late)),
                min(r.handed_over_at) FILTER (WHERE r.fate = 'open' AND r.handed_over_at >= \(late))
            FROM parcels r
            WHERE \(mine) AND r.handed_over_at >= \(covered.lowerBound) AND r.handed_over_at < \(covered.upperBound)
            """, as: (Double?, Double?, Int, Int, Date?).self)
        return {
            try rows.get().first.map {
                Deliveries(median: $0, ninetieth: $1, delivered: $2, failed: $3, oldestOpen: $4)
            } ?? .none
        }
    }

    // MARK: Ends

    /// When the first order was paid, cut to its half-hour; nil without any.
    func firstOrder(_ pipeline: inout Pipeline) -> () throws -> Date? {
        let rows = pipeline.rows(
            """
            SELECT min(at) FROM unnest(\(tenants.map(\.uuid))) AS each (tenant) CROSS JOIN LATERAL (
                SELECT r.at FROM rollups r WHERE \(mine) AND r.tenant_id = each.tenant AND r.grain = 'halfHour'
                    AND r.paid_orders > 0
                ORDER BY r.at LIMIT 1) AS first
            """, as: Date?.self)
        return { try rows.get().first ?? nil }
    }

    /// What the tenants have been told so far.
    func freshness(_ pipeline: inout Pipeline) -> () throws -> Freshness {
        let rows = pipeline.rows(
            """
            SELECT tenant_id, written_at, xmin::text FROM freshness WHERE tenant_id = ANY(\(tenants.map(\.uuid)))
            """, as: (UUID, Date, String).self)
        return {
            var freshness = Freshness()
            for (tenant, writtenAt, transaction) in try rows.get() {
                let stamp = Freshness.Stamp(writtenAt: writtenAt, transaction: transaction)
                freshness.stamps[TenantID(tenant)] = stamp
            }
            return freshness
        }
    }
}
