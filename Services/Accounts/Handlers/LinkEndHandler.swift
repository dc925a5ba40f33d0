import Contracts
import Foundation
import Messaging

/// Ends a link, as the person or as the brand.
struct LinkEndHandler: RequestHandler {
    func answer(_ question: Received<LinkEnd>, _ desk: Desk) async throws -> SubjectLink {
        try await desk.write { transaction in
            guard let link = try await LinkStore.lock(question.body.link, transaction.database) else {
                throw Refusal.notFound("link", at: "/link")
            }
            let now = Instant(Date())
            return try await LinkMove(to: .ended, at: now).make(link, by: desk.caller.actor, transaction) ?? link
        }
    }
}
