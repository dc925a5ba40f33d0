import Contracts
import Foundation
import Messaging
import Postgres

/// Notes what an operator has found of a paper, with a line in the person's log of actions that says who. Operators
/// speak for nobody, so it runs as the service.
struct DocumentSettleHandler: RequestHandler {
    let queue: WorkQueue
    private static let longestNote = 1_000

    func answer(_ question: Received<DocumentSettle>, _ desk: Desk) async throws -> RepairReceipt {
        let wanted = question.body
        let note = try wanted.note.map { text in
            try checked { () throws(Wrong) in try Words.checked(text, most: Self.longestNote, at: "/note") }
        }
        let receipt = try await desk.writeAsService { transaction in
            let market = try await Self.market(wanted, transaction.database)
            let paper = DocumentRecord(
                market: market, document: wanted.document, state: .init(wanted.verdict), note: note)
            try await DocumentStore.settle(paper, of: wanted.subject, by: desk.caller.actor, transaction.database)
            try await transaction.enqueue([ScoreMake.item(wanted.subject)])
            let taken = ActionTaken(
                action: wanted.verdict == .verified ? "documentVerified" : "documentRefused",
                subject: "\(market)/\(wanted.document.rawValue)",
                sentence: "The paper \(wanted.document.rawValue) for \(market) was \(wanted.verdict.rawValue).",
                actor: desk.caller.actor, at: Instant(Date()))
            try transaction.publish([Draft(taken, tenant: wanted.subject)])
            return RepairReceipt(
                action: taken.action, subject: taken.subject, sentence: taken.sentence, actor: taken.actor,
                at: taken.at)
        }
        queue.nudge()
        return receipt
    }

    /// The market that is meant; its paper is locked.
    private static func market(_ wanted: DocumentSettle, _ database: Transaction) async throws -> String {
        let markets = try await DocumentStore.markets(
            of: wanted.document, of: wanted.subject, in: wanted.market, database)
        guard let market = markets.first else { throw Refusal.notFound("document", at: "/document") }
        guard markets.count == 1 else {
            throw Refusal(
                .invalid, code: "marketNeeded", "it was declared for \(markets.joined(separator: ", "))",
                field: "/market")
        }
        return market
    }
}

extension DocumentRecord.State {
    fileprivate init(_ verdict: DocumentSettle.Verdict) {
        self =
            switch verdict {
            case .verified: .verified
            case .refused: .refused
            }
    }
}
