import BenchKit
import Foundation
import Logging
import Postgres

/// The workload's tables: one schema for each stage. Inbox and outbox are Messaging's own; a stage makes them.
enum Tables {
    /// Makes them in an empty database, fills the stock, and leaves the database at rest.
    static func make(_ workload: Workload, in url: String) async throws {
        let configuration = try PostgresConfiguration(url: url)
        let connection = try await PostgresConnection.open(configuration, logger: .quiet)
        do {
            try await connection.execute(script: layout)
            try await load(workload.stock, connection)
            try await connection.execute(script: "ANALYZE")
            try await connection.execute(script: "CHECKPOINT")
        } catch {
            await connection.close()
            throw error
        }
        await connection.close()
    }

    private static func load(_ stock: [Workload.Level], _ connection: PostgresConnection) async throws {
        try await connection.run(
            """
            INSERT INTO inventory.stock (tenant_id, sku_id, initial, available, reserved)
            SELECT tenant, sku, units, units, 0
            FROM unnest(\(stock.map(\.tenant)), \(stock.map(\.sku)), \(stock.map(\.units))) AS new (tenant, sku, units)
            """)
    }

    private static let layout: SQL = """
        CREATE SCHEMA ingestion;
        CREATE TABLE ingestion.orders (
            tenant_id   text        NOT NULL,
            order_id    text        NOT NULL,
            status      text        NOT NULL,
            created_at  timestamptz NOT NULL,
            currency    text        NOT NULL,
            total_cents bigint      NOT NULL,
            raw         jsonb       NOT NULL,
            received_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (tenant_id, order_id)
        );
        CREATE TABLE ingestion.order_lines (
            tenant_id   text    NOT NULL,
            order_id    text    NOT NULL,
            line_id     text    NOT NULL,
            sku_id      text    NOT NULL,
            product_id  text    NOT NULL,
            qty         integer NOT NULL CHECK (qty > 0),
            price_cents bigint  NOT NULL,
            PRIMARY KEY (tenant_id, order_id, line_id)
        );
        CREATE SCHEMA inventory;
        CREATE TABLE inventory.stock (
            tenant_id text    NOT NULL,
            sku_id    text    NOT NULL,
            initial   integer NOT NULL,
            available integer NOT NULL CHECK (available >= 0),
            reserved  integer NOT NULL CHECK (reserved >= 0),
            PRIMARY KEY (tenant_id, sku_id)
        ) WITH (fillfactor = 50);
        CREATE TABLE inventory.ledger (
            tenant_id  text        NOT NULL,
            order_id   text        NOT NULL,
            line_id    text        NOT NULL,
            sku_id     text        NOT NULL,
            qty        integer     NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (tenant_id, order_id, line_id)
        );
        CREATE SCHEMA analytics;
        CREATE TABLE analytics.daily (
            tenant_id text   NOT NULL,
            day       date   NOT NULL,
            orders    bigint NOT NULL DEFAULT 0,
            gmv_cents bigint NOT NULL DEFAULT 0,
            units     bigint NOT NULL DEFAULT 0,
            reserved  bigint NOT NULL DEFAULT 0,
            rejected  bigint NOT NULL DEFAULT 0,
            PRIMARY KEY (tenant_id, day)
        ) WITH (fillfactor = 50);
        """
}

extension Logger {
    /// Nobody reads what the driver's own connections have to say; their errors are thrown.
    static let quiet = Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
}
