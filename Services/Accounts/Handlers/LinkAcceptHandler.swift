import Contracts
import Foundation
import Messaging
import Postgres

/// Takes up an account that a brand has offered.
struct LinkAcceptHandler: RequestHandler {
    func answer(_ question: Received<LinkAccept>, _ desk: Desk) async throws -> SubjectLink {
        do {
            return try await desk.write { transaction in
                guard let link = try await LinkStore.lock(question.body.link, transaction.database) else {
                    throw Refusal.notFound("link", at: "/link")
                }
                // A brand may see its link, but not say yes for the person.
                guard desk.caller.tenants.contains(link.subject) else {
                    throw Refusal(.forbidden, code: "notTheSubject", "only the person takes an account up")
                }
                let now = Instant(Date())
                return try await LinkMove(to: .linked, at: now).make(link, by: desk.caller.actor, transaction) ?? link
            }
        } catch let error as PostgresError where error.sqlState == Self.takenAlready {
            throw Refusal(
                .conflict, code: "linkedElsewhere",
                "the account is taken up already, by somebody else or through another brand", field: "/link")
        }
    }

    /// Unique violation (PostgreSQL, Appendix A).
    private static let takenAlready = "23505"
}
