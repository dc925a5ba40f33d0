import Commerce
import Contracts
import Foundation
import Postgres

/// An order as a message names it.
struct OrderName: Hashable, Sendable {
    let key: AccountKey
    let order: OrderID
}

/// The rows of `orders`: a sheet each, and what it comes to.
enum SheetStore {
    /// An order of a linked shop.
    struct Row: Sendable {
        let subject: TenantID
        /// Of the shop's days.
        let zone: Zone
        /// What was placed before it is not kept: the person has had it deleted.
        let forgottenAt: Instant?
        var sheet: SaleSheet
    }

    /// Makes sheets that may be missing, locks and reads them; of shops that are nobody's there is none, nor of what
    /// the person has had deleted.
    ///
    /// - Parameter times: When an order was placed, as far as a message tells.
    static func lock(
        _ times: [OrderName: Instant], _ pipeline: inout Pipeline
    ) -> () throws -> [OrderName: Row] {
        let names = Array(times.keys)
        let owned: SQL = """
            accounts a JOIN unnest(\(names.map(\.key.brand.uuid)), \(names.map(\.key.account.uuid)),
                \(names.map(\.order.uuid)), \(names.map { times[$0]?.date }))
                AS given (brand_id, account_id, order_id, at)
                ON (a.brand_id, a.account_id) = (given.brand_id, given.account_id) AND a.is_linked
                AND a.kind = 'seller'
            """
        pipeline.run(
            """
            INSERT INTO orders (tenant_id, order_id, account_id)
            SELECT a.tenant_id, given.order_id, a.account_id FROM \(owned)
            WHERE a.forgotten_at IS NULL OR given.at >= a.forgotten_at
            ORDER BY a.tenant_id, given.order_id ON CONFLICT DO NOTHING
            """)
        let rows = pipeline.rows(
            """
            SELECT a.brand_id, a.account_id, o.order_id, o.tenant_id, coalesce(s.connection ->> 'zone', t.zone),
                o.facts, a.forgotten_at
            FROM \(owned) JOIN orders o ON (o.tenant_id, o.order_id) = (a.tenant_id, given.order_id)
            LEFT JOIN shops s ON (s.tenant_id, s.account_id) = (a.brand_id, a.account_id)
            LEFT JOIN settings t ON t.tenant_id = a.brand_id
            ORDER BY o.tenant_id, o.order_id FOR UPDATE OF o
            """, as: (UUID, UUID, UUID, UUID, String?, JSON?, Date?).self)
        return {
            var found: [OrderName: Row] = [:]
            for (brand, account, order, subject, zone, facts, forgotten) in try rows.get() {
                let key = AccountKey(brand: TenantID(brand), account: AccountID(account))
                found[OrderName(key: key, order: OrderID(order))] = Row(
                    subject: TenantID(subject), zone: zone.flatMap { Zone($0) } ?? .utc,
                    forgottenAt: forgotten.map { Instant(nearest: $0) },
                    sheet: try facts.map { try $0.decode(SaleSheet.self) } ?? SaleSheet())
            }
            return found
        }
    }

    /// Writes sheets as they stand now.
    static func save(_ changes: [SheetChange], _ pipeline: inout Pipeline) throws {
        let newest = Dictionary(changes.map { ($0.name, $0) }) { $1 }
        let rows = newest.values.sorted { ($0.subject, $0.name.order) < ($1.subject, $1.name.order) }
        let ratio: (KeyPath<SoldRow, Ratio>, KeyPath<Ratio, Int128>) -> [Int64] = { ratio, part in
            rows.map { Int64(clamping: $0.row?[keyPath: ratio][keyPath: part] ?? 0) }
        }
        pipeline.run(
            """
            UPDATE orders SET channel_order = new.channel_order, paid_at = new.paid_at, paid_on = new.paid_on,
                currency = new.currency, completed = new.completed, units = new.units, gmv = new.gmv, net = new.net,
                shipped = new.shipped, returned = new.returned, ship_by = new.ship_by, due = new.due,
                in_time = new.in_time, facts = new.facts, told_at = now()
            FROM unnest(\(rows.map(\.subject.uuid)), \(rows.map(\.name.order.uuid)), \(rows.map(\.channelOrder)),
                \(rows.map(\.row?.paidAt?.date)),
                \(rows.map { $0.row?.paidOn.map { Postgres.CalendarDay(daysSince1970: $0.daysSinceEpoch) } }),
                \(rows.map(\.row?.currency.code)), \(rows.map { Int64($0.row?.isCompleted == true ? 1 : 0) }),
                \(rows.map { Int64($0.row?.units ?? 0) }), \(rows.map { $0.row?.gmv ?? 0 }),
                \(rows.map { $0.row?.net ?? 0 }), \(ratio(\.returns, \.denominator)),
                \(ratio(\.returns, \.numerator)), \(rows.map(\.row?.shipBy?.date)), \(ratio(\.due, \.denominator)),
                \(ratio(\.due, \.numerator)), \(try rows.map { try JSON(encoding: $0.sheet) }))
                AS new (tenant, id, channel_order, paid_at, paid_on, currency, completed, units, gmv, net, shipped,
                    returned, ship_by, due, in_time, facts)
            WHERE orders.tenant_id = new.tenant AND orders.order_id = new.id
            """)
    }
}

/// A sheet that has changed.
struct SheetChange: Sendable {
    let name: OrderName
    let subject: TenantID
    /// The channel's id of the order.
    let channelOrder: String
    let sheet: SaleSheet
    /// What it comes to; nil while no version of the order has come.
    let row: SoldRow?
}
