import Contracts
import Messaging

/// Notes that a person has a paper.
struct DocumentDeclareHandler: RequestHandler {
    let markets: Markets
    let queue: WorkQueue

    func answer(_ question: Received<DocumentDeclare>, _ desk: Desk) async throws -> DocumentRecord {
        let (subject, wanted) = (try desk.person(), question.body)
        guard let market = markets.market(wanted.market) else {
            throw Refusal(.invalid, code: "unknownMarket", "the market is not open", field: "/market")
        }
        guard (market.sellers + market.creators).contains(where: { $0.rawValue == wanted.document.rawValue }) else {
            throw Refusal(.invalid, code: "notAskedFor", "the market asks for no such paper", field: "/document")
        }
        let paper = DocumentRecord(market: wanted.market, document: wanted.document, state: .declared)
        let known = try await desk.write { transaction in
            try await transaction.enqueue([ScoreMake.item(subject)])
            return try await DocumentStore.declare(paper, of: subject, transaction.database)
        }
        queue.nudge()
        return known
    }
}
