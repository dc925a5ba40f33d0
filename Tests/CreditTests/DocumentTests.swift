import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Credit

/// Papers: declared by people, looked at by operators, and told with the score as what they are.
@Suite(.timeLimit(.minutes(3)))
struct DocumentTests {
    private func settle(
        _ world: CreditWorld, _ document: DocumentRecord.Kind, _ verdict: DocumentSettle.Verdict,
        market: String? = nil, note: String? = nil, of subject: TenantID = Told.subject
    ) async throws -> RepairReceipt {
        try await world.ask(
            DocumentSettleHandler(queue: world.queue),
            DocumentSettle(subject: subject, document: document, market: market, verdict: verdict, note: note),
            as: [], actor: "operator:ada")
    }

    /// What the score says of papers, by market and paper.
    private func told(_ reply: ScoreGet.Reply) -> [String: CreditDocument.State] {
        Dictionary(uniqueKeysWithValues: (reply.documents ?? []).map { ("\($0.market)/\($0.document)", $0.state) })
    }

    private func read(
        _ world: CreditWorld, by consent: ConsentID? = nil, as tenant: TenantID = Told.subject
    ) async throws -> ScoreGet.Reply {
        try await world.ask(ScoreGetHandler(), ScoreGet(consent: consent), as: [tenant])
    }

    @Test("the score tells the person and a lender of each paper whether it was declared or verified")
    func states() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.lend()
            try await world.score(at: Given.days(ago: 1))
            let before: [String: CreditDocument.State] = [
                "US/businessEntity": .declared, "US/employerIdentificationNumber": .declared,
            ]
            #expect(told(try await read(world)) == before)
            try await world.database.run("DELETE FROM work")
            _ = try await settle(world, .businessEntity, .verified)
            #expect(try await world.count("work", "kind = 'score.make'") == 1, "and the score is made anew")
            try await world.score()
            let after = before.merging(["US/businessEntity": .verified]) { $1 }
            #expect(told(try await read(world)) == after)
            let until = Instant(Date(timeIntervalSinceNow: 86_400))
            let consent = try await world.ask(
                ConsentGiveHandler(), ConsentGive(lender: Told.lender, purpose: "Capital", until: until),
                as: [Told.subject])
            #expect(told(try await read(world, by: consent.consent, as: Told.lender)) == after)
        }
    }

    @Test("a paper that is refused counts as missing, and the person reads why")
    func refused() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            _ = try await settle(
                world, .employerIdentificationNumber, .refused, note: " The number is another company's. ")
            let standing = try await world.score().standing
            #expect(standing.obstacles.map(\.code) == ["refusedDocuments"], "it was declared")
            #expect(standing.obstacles.first?.what == ["employerIdentificationNumber"])
            let reply = try await read(world)
            #expect(reply.score == nil && told(reply)["US/employerIdentificationNumber"] == .missing)
            let list = try await world.ask(DocumentListHandler(), DocumentList(), as: [Told.subject])
            #expect(list.map(\.state) == [.declared, .refused])
            #expect(list.map(\.note) == [nil, "The number is another company's."])
            // Declared once more it stays what somebody has found; an operator may find better.
            let again = try await world.ask(
                DocumentDeclareHandler(markets: world.bureau.markets, queue: world.queue),
                DocumentDeclare(market: "US", document: .employerIdentificationNumber), as: [Told.subject])
            #expect(again.state == .refused)
            _ = try await settle(world, .employerIdentificationNumber, .verified)
            #expect(try await world.score(at: Given.days(ago: -1)).score != nil)
        }
    }

    @Test("that a paper was refused outlives a deletion, without what was said: declared anew it is still refused")
    func outlives() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            _ = try await settle(world, .businessEntity, .refused, note: "It is another's.")
            _ = try await settle(world, .employerIdentificationNumber, .verified)
            _ = try await world.database.transaction { try await CreditDeleteHandler.delete(Told.subject, $0) }
            let kept = try await world.ask(DocumentListHandler(), DocumentList(), as: [Told.subject])
            #expect(kept == [DocumentRecord(market: "US", document: .businessEntity, state: .refused)])
            for document in [DocumentRecord.Kind.businessEntity, .employerIdentificationNumber] {
                _ = try await world.ask(
                    DocumentDeclareHandler(markets: world.bureau.markets, queue: world.queue),
                    DocumentDeclare(market: "US", document: document), as: [Told.subject])
            }
            let standing = try await world.score().standing
            #expect(standing.obstacles.map(\.code) == ["refusedDocuments"])
            #expect(standing.obstacles.first?.what == ["businessEntity"])
        }
    }

    @Test("a creator whose only proof was refused is told so, and not that nobody knows where they are")
    func refusedProof() async throws {
        try await CreditWorld.lend { world in
            try await world.link(Told.creator, kind: .creator)
            try await world.grant(Told.creator, isCreator: true)
            try await world.declare([.identity], market: "GB")
            _ = try await settle(world, .identity, .refused)
            #expect(try await world.score().standing.obstacles.map(\.code) == ["refusedDocuments"])
        }
    }

    @Test("who has looked at a paper stands beside it and in the person's log of actions")
    func receipt() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            let receipt = try await settle(world, .businessEntity, .verified)
            #expect(receipt.action == "documentVerified" && receipt.subject == "US/businessEntity")
            #expect(receipt.actor == "operator:ada")
            #expect(receipt.sentence == "The paper businessEntity for US was verified.")
            #expect(
                try await world.count(
                    "documents", "document = 'businessEntity' AND settled_by = 'operator:ada' AND settled_at <= now()")
                    == 1)
            let (tenant, body) = try #require(
                try await world.database.first(
                    "SELECT tenant_id, body FROM told WHERE type = \(ActionTaken.name.rawValue)",
                    as: (UUID, [UInt8]).self))
            let taken = try JSONDecoder().decode(ActionTaken.self, from: Data(body))
            #expect(tenant == Told.subject.uuid, "the log of the person")
            #expect(taken.action == receipt.action && taken.actor == receipt.actor && taken.at == receipt.at)
        }
    }

    @Test("a paper for two markets is named with its market, and one that nobody has declared is nobody's")
    func named() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.declare([.identity], market: "US")
            try await world.declare([.identity], market: "GB")
            let unclear = await #expect(throws: Refusal.self) { _ = try await settle(world, .identity, .verified) }
            #expect(unclear?.code == "marketNeeded" && unclear?.detail == "it was declared for GB, US")
            #expect(try await settle(world, .identity, .verified, market: "GB").subject == "GB/identity")
            #expect(try await world.count("documents", "state = 'verified'") == 1)
            for (document, subject) in [
                (DocumentRecord.Kind.vatRegistration, Told.subject), (.businessEntity, Told.brand),
            ] {
                let unknown = await #expect(throws: Refusal.self) {
                    _ = try await settle(world, document, .verified, of: subject)
                }
                #expect(unknown?.code == "unknownDocument")
            }
            let blank = await #expect(throws: Refusal.self) {
                _ = try await settle(world, .businessEntity, .refused, note: " ")
            }
            #expect(blank?.field == "/note")
        }
    }

    @Test("nobody verifies their own paper, whatever the code above the database does")
    func own() async throws {
        try await CreditWorld.lend { world in
            for state in ["verified", "refused"] {
                let error = await #expect(throws: PostgresError.self) {
                    try await world.asTenant([Told.subject]) {
                        try await $0.run(
                            """
                            INSERT INTO documents (tenant_id, market, document, state)
                            VALUES (\(Told.subject.uuid), 'US', 'identity', \(state))
                            """)
                    }
                }
                #expect(error?.sqlState == "42501")
            }
        }
    }

    @Test("each paper is told once, of the markets alone that are open to an account")
    func asked() throws {
        let markets = try RuleShelf.markets()
        func account(_ market: String?, _ kind: Account.Kind = .seller) -> Account {
            Account(
                kind: kind, market: market, isActive: true, permissions: kind.permissions,
                documents: [.limitedCompany: .declared, .identity: .refused])
        }
        let papers = [account("GB"), account("GB"), account("AU"), account(nil), account("GB", .creator)]
            .flatMap { $0.papers(in: markets) }
        #expect(
            AskedPaper.distinct(papers) == [
                AskedPaper(market: "GB", document: .identity, state: .refused),
                AskedPaper(market: "GB", document: .limitedCompany, state: .declared),
                AskedPaper(market: "GB", document: .vatRegistration, state: nil),
            ])
    }
}
