import Contracts
import Foundation
import Postgres

extension WorkTable {
    /// Keeps the lease until the end of the transaction; its error has the SQLSTATE ``leaseLost``.
    static func hold(_ lease: UUID, _ pipeline: inout Pipeline) {
        pipeline.run("SELECT work_hold(\(lease))")
    }

    /// Keeps a lease, and what waits for it, for as long again as a worker may be silent; one that is lost stays lost.
    static func renew(_ lease: UUID, _ database: PostgresPool) async throws {
        try await database.run("SELECT work_renew(\(lease), \(WorkLimits.silence / .seconds(1)))")
    }

    /// Forgets work that was done two weeks ago.
    static func forgetDone(_ database: PostgresPool) async throws {
        try await database.forget("work_done", where: "done_at < now() - interval '14 days'")
    }

    /// Writes what becomes of a job's rows and gives its lease back.
    static func settle(_ settlement: Settlement, _ lease: UUID, _ pipeline: inout Pipeline) {
        let lines = settlement.lines
        pipeline.run(
            """
            SELECT work_settle(\(lease), \(lines.map(\.key)), \(lines.map(\.verdict.rawValue)),
                \(lines.map { $0.pause / .seconds(1) }), \(lines.map(\.isCounted)), \(lines.map(\.isAlone)),
                \(lines.map(\.reason)), \(lines.map(\.detail)))
            """)
    }

    /// Tells budget and breakers how the partner was. Mostly they need not hear that all is well.
    static func report(
        _ report: Settlement.Report, _ claim: Claim, _ endpoint: EndpointClass, _ pipeline: inout Pipeline
    ) {
        guard let budget = endpoint.budget else { return }
        let account = claim.account(at: endpoint)
        let place: SQL = "\(budget.app), \(endpoint.name), \(account)"
        switch report {
        case .answered:
            if claim.isWatched { pipeline.run("SELECT work_absolve(\(place), \(claim.lease))") }
        case .throttled(let pause):
            if claim.isWatched { pipeline.run("SELECT work_absolve(\(place), \(claim.lease))") }
            let seconds = pause.map { $0 / .seconds(1) }
            pipeline.run("SELECT work_throttled(\(place), \(budget.start), \(seconds as Double?))")
        case .outage:
            pipeline.run("SELECT work_blame(\(place), \(claim.lease))")
        case .nothing:
            if claim.isWatched { pipeline.run("SELECT work_pass_probe_on(\(place), \(claim.lease))") }
        }
    }
}

extension PostgresError {
    /// Whether a worker came too late: its job is in other hands.
    var isLeaseLost: Bool { sqlState == WorkTable.leaseLost }
}
