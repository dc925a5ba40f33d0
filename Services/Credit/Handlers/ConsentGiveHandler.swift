import Contracts
import Foundation
import Messaging

/// Lets a lender read a person's score.
struct ConsentGiveHandler: RequestHandler {
    func answer(_ question: Received<ConsentGive>, _ desk: Desk) async throws -> ConsentRecord {
        let subject = try desk.person()
        let consent = try checked { () throws(Wrong) in
            try ConsentRules.consent(question.body, of: subject, at: Instant(Date()))
        }
        return try await desk.write { transaction in
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
