import Contracts
import Foundation
import Messaging
import Postgres

/// Reads of a person's scores: by themselves, or by a lender with a live consent, which is written down in the
/// transaction that answers. An answer that was not written down is never given: the database shows the score to
/// nobody else.
struct Reading {
    let desk: Desk
    /// The consent that a lender reads by; nil for the person.
    let consent: ConsentID?
    let what: CreditRead.What

    /// Reads about the person who is meant. A lender is answered what was written down, and no score that was made
    /// since: `body` gets it, and nil for the person.
    func about<Value: Codable & Sendable>(
        _ body: (TenantID, ReadStore.Noted?, Transaction) async throws -> Value
    ) async throws -> Value {
        guard let consent else {
            let subject = try desk.person()
            return try await desk.read { try await body(subject, nil, $0) }
        }
        do {
            return try await desk.write { transaction in
                let database = transaction.database
                guard let found = try await ConsentStore.find(consent, database),
                    desk.caller.tenants.contains(found.lender)
                else { throw Refusal.notFound("consent", at: "/consent") }
                guard try await LenderStore.knows(found.lender, database) else {
                    throw Refusal(.forbidden, code: "notALender", "lenders alone read scores", field: "/consent")
                }
                let noted = try await ReadStore.note(what, by: found, desk.caller.actor, database)
                return try await body(found.subject, noted, database)
            }
        } catch let error as PostgresError where error.sqlState == Self.notLetIn {
            // Whether it is live the database says, by its own clock.
            throw Refusal(.forbidden, code: "consentEnded", "the consent has ended", field: "/consent")
        }
    }

    /// Insufficient privilege, which is what a policy refuses with (PostgreSQL, Appendix A).
    private static var notLetIn: String { "42501" }
}

extension Desk {
    /// The person who asks; a key of theirs opens nobody else.
    func person() throws(Refusal) -> TenantID {
        guard let subject = caller.tenants.first, caller.tenants.count == 1 else {
            throw Refusal(.forbidden, code: "notAPerson", "only a person has scores")
        }
        return subject
    }
}
