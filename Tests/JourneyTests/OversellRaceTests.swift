import Foundation
import Postgres
import TestKit
import Testing

/// Orders, pushes, counts, holds, a bundle and a second shop race for the same units, in twenty seeded runs against
/// the services as they are delivered and the sandbox's own books.
@Suite(.serialized, .timeLimit(.minutes(15))) struct OversellRaceTests {
    private static let services = ["sandbox", "accounts", "inventory", "ingestion", "gateway"]
    /// Nobody ships here, and no demo shop takes part.
    private static let sandbox = [
        "SANDBOX_DEMO_SHOPS": "-", "SANDBOX_CANCEL_LATE_ORDERS": "false", "SANDBOX_LOW_STOCK": "0",
    ]

    @Test("in twenty races no unit is reserved twice, and every one that is sold twice was sold inside a window")
    func races() async throws {
        try await House.run(sandbox: Self.sandbox, only: Self.services) { house in
            _ = try await house.sandbox.create(
                "/faults",
                #"{"partner": "webhook", "endpoint": "1 *", "kind": "repeated", "copies": 2, "ms": [0, 300], "#
                    + #""probability": 0.3}"#)
            let key = try await house.command("accounts", "bootstrap").split(separator: "\n")
                .first { $0.hasPrefix("shop_") }.map(String.init)
            let agency = house.gateway.with(key: try #require(key))
            let plans = (1...20).map { RacePlan(seed: $0, isCrowded: $0 > 5) }
            let report = try await withThrowingTaskGroup(of: RaceReport.self) { tasks in
                for lane in 0..<5 {
                    tasks.addTask {
                        var report = RaceReport()
                        for plan in plans where Int(plan.seed) % 5 == lane {
                            report.add(try await race(plan, house, agency))
                        }
                        return report
                    }
                }
                return try await tasks.reduce(into: RaceReport()) { $0.add($1) }
            }
            print("oversell races: \(report)")
            #expect(report.inside < report.sold, "not every sale falls into a window, or these races prove nothing")
            #expect(report.oversold > 0, "some units are sold twice, or nothing was bounded")
            let mismatches = try await house.sandbox.read("/check")["mismatches"].list
            #expect(mismatches.isEmpty, "the sandbox's books agree with themselves")
        }
    }

    private func race(_ plan: RacePlan, _ house: House, _ agency: Door) async throws -> RaceReport {
        let shop = try await RaceShop.open(plan, in: house, agency: agency)
        try await shop.settle([])
        let tally = try await shop.run()
        let books = try await shop.settle(tally.placed)
        try await checkReservations(shop, books)
        if plan.isCrowded { return try await checkWindows(shop, books) }
        checkOneListing(plan, books)
        return RaceReport()
    }

    /// What is exact: our own books.
    private func checkReservations(_ shop: RaceShop, _ books: RaceBooks) async throws {
        let seed = shop.plan.seed
        let wrong = try await house(shop, Self.discrepancies)
        #expect(wrong == 0, "race \(seed): the ledger is the levels, and reserved is what orders have")
        for (code, level) in books.levels {
            #expect(level.reserved + level.held <= level.onHand, "race \(seed): \(code) \(level)")
        }
        for (id, order) in books.orders {
            let isWhole = order.reserved.allSatisfy { $0.value == order.wanted[$0.key] }
            let isNone = order.reserved.allSatisfy { $0.value == 0 }
            #expect(order.state == "reserved" ? isWhole : isNone, "race \(seed): \(id) \(order)")
        }
    }

    private func house(_ shop: RaceShop, _ question: (UUID) -> SQL) async throws -> Int? {
        try await shop.house.database.first(question(shop.tenant), as: Int.self)
    }

    private static func discrepancies(_ tenant: UUID) -> SQL {
        """
        SELECT count(*) FROM inventory.levels l
        LEFT JOIN LATERAL (SELECT sum(on_hand) AS on_hand, sum(reserved) AS reserved, sum(held) AS held
            FROM inventory.moves m WHERE (m.tenant_id, m.sku_id, m.location_id) = (l.tenant_id, l.sku_id, l.location_id)
        ) m ON true
        LEFT JOIN LATERAL (SELECT sum(reserved) AS reserved FROM inventory.needs n
            WHERE (n.tenant_id, n.sku_id, n.location_id) = (l.tenant_id, l.sku_id, l.location_id)) n ON true
        WHERE l.tenant_id = \(tenant) AND (l.reserved + l.held > l.on_hand OR l.reserved <> coalesce(n.reserved, 0)
            OR (l.on_hand, l.reserved, l.held)
                <> (coalesce(m.on_hand, 0), coalesce(m.reserved, 0), coalesce(m.held, 0)))
        """
    }

    /// One listing that nothing is added to: not one unit more is sold than was ever there.
    private func checkOneListing(_ plan: RacePlan, _ books: RaceBooks) {
        let sold = books.lines.filter { $0.cause == "sale" }.reduce(0) { $0 + $1.sold }
        let raised = books.lines.filter { $0.cause == "set" && $0.available.after > $0.available.before }
        #expect(raised.isEmpty, "race \(plan.seed): nothing asked for more")
        #expect(sold <= plan.units[0], "race \(plan.seed): \(sold) of \(plan.units[0])")
        #expect(sold >= plan.units[0] - 1, "race \(plan.seed): whoever wanted two left one at most")
        #expect(books.orders.values.allSatisfy { $0.state == "reserved" }, "race \(plan.seed): nobody waits")
    }

    /// Every unit that was sold twice was sold inside a window, and its order is listed as short.
    private func checkWindows(_ shop: RaceShop, _ books: RaceBooks) async throws -> RaceReport {
        let (plan, windows) = (shop.plan, RaceWindows(books))
        let listed = try await shop.waiting()
        var report = RaceReport(windows: windows.lengths.count, longest: windows.lengths.max() ?? 0)
        for code in [plan.lamp, plan.bulb] {
            let (taken, inside) = (windows.taken[code] ?? 0, windows.sold[code] ?? 0)
            let oversold = max(0, taken - (books.levels[code]?.capacity ?? 0))
            #expect(oversold <= inside, "race \(plan.seed): \(code), \(taken) taken")
            let explained = try await shop.soldUnawares(of: code, books)
            #expect(oversold <= explained, "race \(plan.seed): \(code) by the channel's own count of windows")
            let wanted = books.orders.values.reduce(0) { $0 + ($1.wanted[code] ?? 0) }
            #expect(wanted == taken, "race \(plan.seed): we know of every unit of \(code) that is sold")
            let short = books.orders.values.filter { $0.state == "waiting" }.reduce(0) { $0 + ($1.wanted[code] ?? 0) }
            #expect(short >= oversold, "race \(plan.seed): \(oversold) of \(code) oversold, \(short) wait")
            #expect(listed[code, default: 0] == short, "race \(plan.seed): people see each of them as an oversell")
            report.add(RaceReport(oversold: oversold, inside: inside, sold: windows.all[code] ?? 0))
        }
        return report
    }
}

/// What races came to, in sum.
struct RaceReport: CustomStringConvertible {
    var windows = 0
    /// In milliseconds.
    var longest = 0
    /// Units: sold twice, sold inside windows, sold.
    var oversold = 0
    var inside = 0
    var sold = 0

    mutating func add(_ other: RaceReport) {
        windows += other.windows
        longest = max(longest, other.longest)
        oversold += other.oversold
        inside += other.inside
        sold += other.sold
    }

    var description: String {
        "\(sold) units sold, \(inside) of them inside \(windows) windows of at most \(longest) ms, \(oversold) twice"
    }
}

extension RaceBooks {
    /// Orders that nothing is decided about, or that wait although all they want is there.
    var undecided: [String] {
        orders.filter { _, order in
            guard order.state == "waiting" else { return order.state == "unseen" }
            return order.wanted.allSatisfy { code, units in
                let level = levels[code]
                return units <= (level?.onHand ?? 0) - (level?.held ?? 0) - (level?.reserved ?? 0)
            }
        }.keys.sorted()
    }

    /// SKUs of which the channel's open orders take another number than ours: a sale or a cancel is on its way.
    var unheard: [String] {
        var units: [String: Int] = [:]
        for line in lines {
            for (code, each) in line.listing.parts {
                units[code, default: 0] += (line.committed.after - line.committed.before) * each
            }
        }
        for order in orders.values { for (code, wanted) in order.wanted { units[code, default: 0] -= wanted } }
        return units.filter { $0.value != 0 }.map { "\($0.key): \($0.value) unheard of" }
    }

    /// Listings that show another number than what is left for them, with both.
    func strays(of listings: [RaceListing]) -> [String] {
        listings.compactMap { listing in
            guard let shown = lines.last(where: { $0.listing == listing }) else { return listing.code }
            let left = left(for: listing, committed: shown.committed.after)
            return shown.available.after == left ? nil : "\(listing.code): \(shown.available.after), not \(left)"
        }
    }

    /// What there is, less what others have reserved, less what the listing itself has sold.
    private func left(for listing: RaceListing, committed: Int) -> Int {
        let limit =
            listing.parts.map { code, each in
                let others = (levels[code]?.reserved ?? 0) - reserved(of: code, by: listing)
                let units = (levels[code]?.capacity ?? 0) - others
                return Int((Double(units) / Double(each)).rounded(.down))
            }.min() ?? 0
        return max(0, limit - committed)
    }

    private func reserved(of code: String, by listing: RaceListing) -> Int {
        let own = Set(lines.filter { $0.listing == listing && $0.cause == "sale" }.map(\.reference))
        return own.reduce(0) { $0 + (orders[$1]?.reserved[code] ?? 0) }
    }
}
