import Contracts
import Foundation
import Postgres

/// The rows in which instances tell of themselves.
enum InstanceTable {
    /// After so long an instance counts as silent: three tellings were missed.
    private static let patience = 15.0
    /// What a dead instance has left behind is shown so long, in seconds.
    private static let memory = 900.0

    /// Writes what an instance tells of itself.
    static func write(_ state: InstanceState, _ database: some PostgresClient) async throws {
        let text = String(decoding: try JSONEncoder().encode(state), as: UTF8.self)
        try await database.run(
            """
            INSERT INTO instances (instance, heard_at, state)
            VALUES (\(state.instance), clock_timestamp(), \(text))
            ON CONFLICT (instance) DO UPDATE SET heard_at = excluded.heard_at, state = excluded.state
            """)
    }

    /// Takes the row of an instance away that ends in peace.
    static func remove(_ instance: String, _ database: some PostgresClient) async throws {
        try await database.run("DELETE FROM instances WHERE instance = \(instance)")
    }

    /// Forgets who has been silent for long.
    static func forgetOld(_ database: some PostgresClient) async throws {
        try await database.run(
            "DELETE FROM instances WHERE heard_at < clock_timestamp() - make_interval(secs => \(memory))")
    }

    /// All instances that were heard of lately, the silent among them, by name.
    ///
    /// - Parameter own: How the one is that asks; its row may be some seconds old.
    static func all(_ own: InstanceState, _ database: some PostgresClient) async throws -> [InstanceState] {
        let others = try await database.rows(
            """
            SELECT instance, heard_at, clock_timestamp() - heard_at > make_interval(secs => \(patience)), state
            FROM instances
            WHERE instance <> \(own.instance)
                AND heard_at >= clock_timestamp() - make_interval(secs => \(memory))
            ORDER BY instance LIMIT 1000
            """, as: (String, Date, Bool, String).self
        ).map { instance, heardAt, isSilent, text in
            read(instance, Instant(heardAt), isSilent: isSilent, text)
        }
        return ([own] + others).sorted { $0.instance < $1.instance }
    }

    /// A build that tells other things is there all the same.
    private static func read(_ instance: String, _ heardAt: Instant, isSilent: Bool, _ text: String) -> InstanceState {
        var state =
            (try? JSONDecoder().decode(InstanceState.self, from: Data(text.utf8)))
            ?? InstanceState(
                instance: instance, version: "unknown", startedAt: heardAt, heardAt: heardAt, checks: [], lanes: [])
        (state.heardAt, state.isSilent) = (heardAt, isSilent)
        return state
    }
}
