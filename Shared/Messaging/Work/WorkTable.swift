import Contracts
import Foundation
import Postgres

/// The statements of the tables of work. Their rules are in the migrations, next to the tables.
enum WorkTable {
    /// Stands for "no shop".
    static let nobody = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    /// The SQLSTATE of a lease that another worker has taken over.
    static let leaseLost = "SW001"

    // MARK: Wanting

    /// - Parameter isRequest: Whether a caller wants it, whose role may only append, and for its own tenants.
    static func enqueue(_ items: [WorkItem], isRequest: Bool = false, _ pipeline: inout Pipeline) throws {
        let items = merged(items)
        let door: SQL = isRequest ? "enqueue" : "work_enqueue"
        for start in stride(from: 0, to: items.count, by: WorkQueue.mostItems) {
            let part = items[start..<min(start + WorkQueue.mostItems, items.count)]
            pipeline.run(
                """
                SELECT \(door)(\(part.map(\.kind)), \(part.map(\.tenant.uuid)), \(part.map(\.key)),
                    \(part.map { $0.shop?.uuid ?? nobody }), \(part.map(\.endpoint)),
                    \(part.map { $0.pause / .seconds(1) }), \(part.map(\.wantedBy)), \(part.map(\.priority)),
                    \(part.map { $0.every.map { $0 / .seconds(1) } }), \(try part.map { try $0.encodedPayload() }),
                    \(part.map { $0.cause?.correlation }), \(part.map { $0.cause?.id }),
                    \(part.map { $0.cause?.trace.text }))
                """)
        }
    }

    /// One item per row, in key order: the newest one, at the earliest time.
    private static func merged(_ items: [WorkItem]) -> [WorkItem] {
        let byRow = Dictionary(items.map { ($0.identity, $0) }) { $1.pulled(to: $0) }
        return byRow.values.sorted { ($0.tenant, $0.kind, $0.key) < ($1.tenant, $1.kind, $1.key) }
    }

    static func cancel(_ keys: [WorkKey], _ pipeline: inout Pipeline) -> Pending<[Int]> {
        pipeline.rows(
            "SELECT work_cancel(\(keys.map(\.tenant.uuid)), \(keys.map(\.kind)), \(keys.map(\.key)))", as: Int.self)
    }

    // MARK: Taking

    /// Takes up to `wanted` jobs. Answers them and when there may be more; nil when nothing is in sight.
    static func claim(
        _ wanted: Int, terms: JSON, worker: String, _ database: PostgresPool
    ) async throws -> (claims: [Claim], next: Duration?) {
        var pipeline = Pipeline()
        let rows = pipeline.rows("SELECT * FROM work_claim(\(terms), \(Int32(wanted)), \(worker))", as: Claim.Row.self)
        let next = pipeline.rows(
            """
            SELECT extract(epoch FROM turn_at - clock_timestamp())::double precision FROM work_tenants
            WHERE turn_at < clock_timestamp() + interval '1 hour' ORDER BY turn_at LIMIT 1
            """, as: Double.self)
        let before = ContinuousClock.now
        try await database.send(pipeline)
        return (Claim.grouped(try rows.get(), since: before), try next.get().first.map { .seconds(max(0, $0)) })
    }

    /// What a budget says.
    enum Token: Sendable {
        /// Ours now.
        case taken
        /// Ours from then; it need not be asked for again.
        case setAside(for: Duration)
        /// Not to be had; ask again then.
        case refused(for: Duration)
    }

    static func takeToken(
        _ endpoint: EndpointClass, account: UUID, _ database: PostgresPool
    ) async throws -> Token {
        guard let budget = endpoint.budget else { return .taken }
        let answer = try await database.first(
            """
            SELECT is_taken, extract(epoch FROM good_at - clock_timestamp())::double precision, good_epoch
            FROM work_take_token(\(budget.app), \(endpoint.name), \(account), \(budget.start), \(budget.highest))
            """, as: (Bool, Double, Int64?).self)
        guard let (isTaken, seconds, epoch) = answer, !isTaken else { return .taken }
        let pause = Duration.seconds(max(0.001, seconds))
        return epoch == nil ? .refused(for: pause) : .setAside(for: pause)
    }
}
