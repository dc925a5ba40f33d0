import Foundation
import Testing

/// A dump of the services' schemas, as `pg_dump` makes it of one moment.
struct Dump: Sendable {
    let file: URL

    private static let schemas = ["accounts", "inventory", "fulfillment", "analytics", "credit", "ingestion"]

    /// Writes it while services go on.
    func take(_ database: String) async throws {
        let schemas = Self.schemas.flatMap { ["-n", $0] }
        try await Self.run("pg_dump", ["--format=custom", "--file=\(file.path)"] + schemas + [database])
    }

    /// Fills an empty database with it, roles and rights included, as long as the server has the roles.
    func putBack(into database: String) async throws {
        try await Self.run("pg_restore", ["--exit-on-error", "--dbname=\(database)", file.path])
    }

    private static func run(_ program: String, _ arguments: [String]) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardInput = FileHandle.nullDevice
        try process.run()
        while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
        try #require(process.terminationStatus == 0, "\(program) failed")
    }
}
