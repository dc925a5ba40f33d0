import Contracts

/// Answers the facts that services are compared by.
struct FactListHandler: RequestHandler {
    func answer(_ question: Received<FactList>, _ desk: Desk) async throws -> FactPage {
        let asked = question.body
        let limit = try asked.limit.or(500, in: 1...1000, field: "limit")
        _ = try (asked.only?.count).or(0, in: 0...1000, field: "only")
        let (view, service) = (desk.messaging.view, desk.messaging.identity.service)
        guard let page = try await view.facts(asked, limit: limit, in: desk.messaging.database) else {
            throw Refusal(
                .notFound, code: "unknownSubject", "\(service) has no facts about \(asked.subject.rawValue)",
                field: "/subject")
        }
        return page
    }
}
