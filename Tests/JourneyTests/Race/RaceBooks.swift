import Foundation
import Postgres
import TestKit

/// What both sides wrote down of a race: the channel's journal of every shelf, and our ledger.
struct RaceBooks: Sendable {
    /// One line of the channel's journal.
    struct Line: Sendable {
        let number: Int
        let at: Int
        let cause: String
        let listing: RaceListing
        let reference: String
        /// Before and after, in units of the listing.
        let available: (before: Int, after: Int)
        let committed: (before: Int, after: Int)

        /// Units of the listing that a sale took.
        var sold: Int { available.before - available.after }
    }

    /// What changed how much may be sold of a SKU, in units: on hand, less held.
    struct Capacity: Sendable {
        let at: Int
        let code: String
        let units: Int
    }

    /// Where a SKU stands in our books.
    struct Level: Sendable {
        let onHand: Int
        let reserved: Int
        let held: Int
        var capacity: Int { onHand - held }
    }

    /// An order as our books have it.
    struct Order: Sendable {
        let state: String
        let isOversell: Bool
        /// When units were first set aside for it, in milliseconds; nil: never.
        var reservedAt: Int?
        /// By code.
        var wanted: [String: Int] = [:]
        var reserved: [String: Int] = [:]
    }

    var lines: [Line] = []
    var capacities: [Capacity] = []
    var levels: [String: Level] = [:]
    /// By the channel's id.
    var orders: [String: Order] = [:]
}

extension RaceShop {
    /// Reads both books.
    func books() async throws -> RaceBooks {
        var books = RaceBooks()
        for code in Set(listings.map(\.code)).sorted() { books.lines += try await lines(of: code) }
        books.lines.sort { $0.number < $1.number }
        books.capacities = try await capacities()
        books.levels = try await levels()
        books.orders = try await orders()
        return books
    }

    /// Units by code of orders that people are shown as oversold and waiting.
    func waiting() async throws -> [String: Int] {
        var (units, cursor) = ([String: Int](), "")
        repeat {
            let page = try await door.read("/v1/stock/waiting?limit=100\(cursor)")
            for order in page["orders"].list where order["isOversell"].bool == true {
                for need in order["needs"].list {
                    units[need["code"].text ?? "", default: 0] += need["wanted"].int ?? 0
                }
            }
            cursor = page["next"].text.map { "&cursor=\($0)" } ?? ""
        } while !cursor.isEmpty
        return units
    }

    /// Units of a SKU that were sold while the channel could not know better, by its own account: within its windows,
    /// and what people took away or a cancel gave back behind its back.
    func soldUnawares(of code: String, _ books: RaceBooks) async throws -> Int {
        var units = books.capacities.filter { $0.code == code && $0.units < 0 }.reduce(0) { $0 - $1.units }
        for line in books.lines where line.cause == "cancel" {
            units += (line.available.after - line.available.before) * (line.listing.parts[code] ?? 0)
        }
        let sellers = listings.filter { $0.parts[code] != nil }
        let names = Set(sellers.map(\.code)).sorted().joined(separator: ",")
        let windows = try await house.sandbox.read("/windows?seller_sku=\(names)")
        let sold = (windows["sold_between_read_and_set"].int ?? 0) + (windows["sold_in_push_windows"].int ?? 0)
        // The channel counts units of listings; how many of them were bundles it does not say.
        return units + sold * (sellers.compactMap { $0.parts[code] }.max() ?? 0)
    }

    private func lines(of code: String) async throws -> [RaceBooks.Line] {
        let journal = try await house.sandbox.read("/journal?seller_sku=\(code)&limit=100000")
        return journal["lines"].list.compactMap { line in
            guard let listing = listings.first(where: { $0.channelSKU == line["sku"].text }) else { return nil }
            func change(_ name: String) -> (before: Int, after: Int) {
                (line["\(name)_before"].int ?? 0, line["\(name)_after"].int ?? 0)
            }
            return RaceBooks.Line(
                number: line["number"].int ?? 0, at: line["at_ms"].int ?? 0, cause: line["cause"].text ?? "",
                listing: listing, reference: line["reference"].text ?? "", available: change("available"),
                committed: change("committed"))
        }
    }

    private func levels() async throws -> [String: RaceBooks.Level] {
        let rows = try await house.database.rows(
            """
            SELECT code, sum(on_hand)::bigint, sum(reserved)::bigint, sum(held)::bigint
            FROM inventory.levels JOIN inventory.skus USING (tenant_id, sku_id) WHERE tenant_id = \(tenant)
            GROUP BY code
            """, as: (String, Int, Int, Int).self)
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.0, .init(onHand: $0.1, reserved: $0.2, held: $0.3)) })
    }

    private func capacities() async throws -> [RaceBooks.Capacity] {
        let rows = try await house.database.rows(
            """
            SELECT (extract(epoch FROM at) * 1000)::bigint, code, m.on_hand - m.held
            FROM inventory.moves m JOIN inventory.skus USING (tenant_id, sku_id)
            WHERE tenant_id = \(tenant) AND m.on_hand <> m.held ORDER BY at, move_id
            """, as: (Int, String, Int).self)
        return rows.map { RaceBooks.Capacity(at: $0.0, code: $0.1, units: $0.2) }
    }

    /// In one statement, so that all of it was so at one moment.
    private func orders() async throws -> [String: RaceBooks.Order] {
        let rows = try await house.database.rows(
            """
            SELECT channel_order, o.state, o.is_oversell, (extract(epoch FROM (SELECT min(at) FROM inventory.moves m
                WHERE m.tenant_id = o.tenant_id AND m.order_id = o.order_id AND m.kind = 'reserved')) * 1000)::bigint,
                code, sum(n.wanted)::bigint, sum(n.reserved)::bigint
            FROM inventory.orders o JOIN ingestion.orders i ON i.tenant_id = o.tenant_id AND i.id = o.order_id
            LEFT JOIN inventory.needs n ON n.tenant_id = o.tenant_id AND n.order_id = o.order_id
            LEFT JOIN inventory.skus s ON s.tenant_id = n.tenant_id AND s.sku_id = n.sku_id
            WHERE o.tenant_id = \(tenant) GROUP BY channel_order, o.tenant_id, o.order_id, code
            """, as: (String, String, Bool, Int?, String?, Int?, Int?).self)
        var orders: [String: RaceBooks.Order] = [:]
        for (id, state, isOversell, reservedAt, code, wanted, reserved) in rows {
            var order = orders[id] ?? .init(state: state, isOversell: isOversell, reservedAt: reservedAt)
            if let code {
                order.wanted[code] = wanted
                order.reserved[code] = reserved
            }
            orders[id] = order
        }
        return orders
    }
}
