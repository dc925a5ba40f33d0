import BenchKit
import Contracts
import Foundation
import Logging
import Messaging
import Postgres

/// The values of every batch as one row of arrays, in tables from which the statements of the floor take them: what a
/// stage would bind is there already, and nothing large travels.
struct FloorRows: Sendable {
    let plan: FloorPlan
    let database: PostgresPool
    /// A stage's most messages in one transaction, as of a lane.
    static let batch = 200

    /// How many batches each stage has.
    var batches: [String: Int] {
        func count(_ messages: Int) -> Int { (messages + Self.batch - 1) / Self.batch }
        return [
            "ingestion": count(plan.placed.count), "inventory": count(plan.decided.count),
            "analytics": count(2 * plan.decided.count),
        ]
    }

    /// Makes Messaging's own tables beside those of the workload, and the rows.
    static func write(_ plan: FloorPlan, in url: String, _ database: PostgresPool) async throws -> FloorRows {
        for stage in Stage.names {
            var configuration = try PostgresConfiguration(url: url)
            configuration.searchPath = [stage]
            try await Migrator(configuration, schema: stage, sources: [Messaging.migrations], logger: .quiet).migrate()
            try await database.run("SELECT \(identifier: stage).keep_inbox_partitions()")
            try await database.run("SELECT \(identifier: stage).keep_told_partitions()")
        }
        for statement in tables { try await database.run(statement) }
        let rows = FloorRows(plan: plan, database: database)
        try await rows.writeIngestion()
        try await rows.writeInventory()
        try await rows.writeAnalytics()
        try await database.run("ANALYZE")
        try await database.run("CHECKPOINT")
        return rows
    }

    // What is said is the same in both stages that say something.
    private static let told: SQL = "told uuid[], types text[], causes uuid[], headers text[], bodies bytea[]"

    private static let tables: [SQL] = [
        "CREATE SCHEMA floor",
        """
        CREATE TABLE floor.ingestion (n integer PRIMARY KEY, heard uuid[], tenants text[], ids text[], statuses text[],
            created timestamptz[], currencies text[], cents bigint[], documents jsonb[], line_tenants text[],
            line_orders text[], lines text[], skus text[], products text[], units integer[], prices bigint[], \(told))
        """,
        """
        CREATE TABLE floor.inventory (n integer PRIMARY KEY, heard uuid[], want_tenants text[], want_skus text[],
            take_tenants text[], take_skus text[], take_units integer[], line_tenants text[], line_orders text[],
            lines text[], skus text[], units integer[], \(told))
        """,
        """
        CREATE TABLE floor.analytics (n integer PRIMARY KEY, heard uuid[], tenants text[], days date[],
            orders bigint[], cents bigint[], units bigint[], reserved bigint[], rejected bigint[])
        """,
    ]

    private func columns(of told: [FloorPlan.Told]) -> SQL {
        """
        \(told.map(\.id)), \(told.map(\.type)), \(told.map(\.cause)),
        \(told.map { _ in #"{"x-origin-us":1772388000000000}"# }), \(told.map(\.body))
        """
    }

    private func writeIngestion() async throws {
        for (n, batch) in plan.placed.chunks(of: Self.batch).enumerated() {
            let fresh = batch.filter { $0.accepted != nil }
            let lines = fresh.flatMap { placed in placed.order.lines.map { (order: placed.order, line: $0) } }
            try await database.run(
                """
                INSERT INTO floor.ingestion VALUES (\(n + 1), \(batch.map(\.id)), \(batch.map(\.order.tenant)),
                    \(batch.map(\.order.id)), \(batch.map { _ in "AWAITING_SHIPMENT" }),
                    \(batch.map { Date(timeIntervalSince1970: Double($0.order.createdAt)) }),
                    \(batch.map { _ in "GBP" }), \(batch.map(\.order.cents)),
                    \(batch.map { JSON(bytes: $0.order.document) }), \(lines.map(\.order.tenant)),
                    \(lines.map(\.order.id)), \(lines.map(\.line.id)), \(lines.map(\.line.sku)),
                    \(lines.map(\.line.product)), \(lines.map(\.line.quantity)), \(lines.map(\.line.cents)),
                    \(columns(of: fresh.compactMap(\.accepted))))
                """)
        }
    }

    private func writeInventory() async throws {
        for (n, batch) in plan.decided.chunks(of: Self.batch).enumerated() {
            let wanted = Set(batch.flatMap { entry in entry.order.need.keys.map { [entry.order.tenant, $0] } })
            let reserved = batch.filter(\.isReserved).map(\.order)
            var taken: [[String]: Int32] = [:]
            for order in reserved {
                for (sku, units) in order.need { taken[[order.tenant, sku], default: 0] += units }
            }
            let lines = reserved.flatMap { order in order.lines.map { (order: order, line: $0) } }
            try await database.run(
                """
                INSERT INTO floor.inventory VALUES (\(n + 1), \(batch.map(\.accepted.id)), \(wanted.map { $0[0] }),
                    \(wanted.map { $0[1] }), \(taken.map { $0.key[0] }), \(taken.map { $0.key[1] }),
                    \(taken.map(\.value)), \(lines.map(\.order.tenant)), \(lines.map(\.order.id)),
                    \(lines.map(\.line.id)), \(lines.map(\.line.sku)), \(lines.map(\.line.quantity)),
                    \(columns(of: batch.map(\.outcome))))
                """)
        }
    }

    private func writeAnalytics() async throws {
        let facts = plan.decided.flatMap { [(entry: $0, isOrder: true), (entry: $0, isOrder: false)] }
        for (n, batch) in facts.chunks(of: Self.batch).enumerated() {
            var sums: [Day: [Int64]] = [:]
            for (entry, isOrder) in batch {
                let order = entry.order
                let counts: [Int64] =
                    switch (isOrder, entry.isReserved) {
                    case (true, _): [1, order.cents, order.units, 0, 0]
                    case (false, true): [0, 0, 0, 1, 0]
                    case (false, false): [0, 0, 0, 0, 1]
                    }
                let day = Day(tenant: order.tenant, day: CalendarDay(daysSince1970: Int(order.createdAt / 86_400)))
                sums[day] = zip(sums[day] ?? [0, 0, 0, 0, 0], counts).map { $0 + $1 }
            }
            let heard = batch.map { $0.isOrder ? $0.entry.accepted.id : $0.entry.outcome.id }
            func column(_ index: Int) -> [Int64] { sums.map { $0.value[index] } }
            try await database.run(
                """
                INSERT INTO floor.analytics VALUES (\(n + 1), \(heard), \(sums.map(\.key.tenant)),
                    \(sums.map(\.key.day)), \(column(0)), \(column(1)), \(column(2)), \(column(3)), \(column(4)))
                """)
        }
    }

    private struct Day: Hashable {
        let tenant: String
        let day: CalendarDay
    }
}

extension Array {
    /// Parts of so many, the last of what is left.
    func chunks(of size: Int) -> [[Element]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
