import Contracts
import Foundation
import Messaging
import Postgres

/// Lets a lender read a person's score.
struct ConsentGiveHandler: RequestHandler {
    /// Tells the time; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }

    func answer(_ question: Received<ConsentGive>, _ desk: Desk) async throws -> ConsentRecord {
        let subject = try desk.person()
        let consent = try checked { () throws(Wrong) in
            try ConsentRules.consent(question.body, of: subject, at: now())
        }
        do {
            return try await give(consent, of: subject, desk)
        } catch let error as PostgresError where error.sqlState == Self.ruledOut {
            // Whether its end is still to come the database says, by its own clock.
            let wrong = ConsentRules.pastEnd
            throw Refusal(.invalid, code: wrong.code, wrong.sentence, field: wrong.field)
        }
    }

    /// What a rule of a table refuses with (PostgreSQL, Appendix A).
    private static var ruledOut: String { "23514" }

    private func give(_ consent: ConsentRecord, of subject: TenantID, _ desk: Desk) async throws -> ConsentRecord {
        try await desk.write { transaction in
            guard try await LenderStore.knows(consent.lender, transaction.database) else {
                throw Refusal(.invalid, code: "unknownLender", "there is no such lender", field: "/lender")
            }
            guard try await ConsentStore.countLive(subject, transaction.database) < ConsentRules.most else {
                throw Refusal(
                    .conflict, code: "tooManyConsents", "at most \(ConsentRules.most) consents are live at a time")
            }
            return try await ConsentStore.insert(consent, transaction.database)
        }
    }
}
