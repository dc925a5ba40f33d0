import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Credit

/// Disputes through the requests of those who open, see and settle them.
@Suite(.timeLimit(.minutes(3)))
struct DisputeTests {
    /// A person with a score, who contests the returns.
    private func contest(_ world: CreditWorld) async throws -> DisputeRecord {
        try await world.open()
        try await world.tell([Told.sale(1, daysAgo: 2), Told.refund(1, cents: 500)])
        try await world.score()
        try await world.database.run("DELETE FROM work")
        let wish = DisputeOpen(account: Told.shop, datum: "returns", words: "It was another shop's.")
        return try await world.ask(DisputeOpenHandler(queue: world.queue), wish, as: [Told.subject])
    }

    private func settle(
        _ world: CreditWorld, _ dispute: DisputeID, _ verdict: DisputeSettle.Verdict = .accepted,
        _ answer: String = "You are right."
    ) async throws -> DisputeRecord {
        try await world.ask(
            DisputeSettleHandler(queue: world.queue),
            DisputeSettle(dispute: dispute, verdict: verdict, answer: answer), as: [], actor: "operator")
    }

    @Test("what an operator accepts makes the datum missing, and the person reads the answer")
    func accepted() async throws {
        try await CreditWorld.lend { world in
            let dispute = try await contest(world)
            #expect(dispute.state == .open && dispute.answer == nil)
            let settled = try await settle(world, dispute.dispute)
            #expect(settled.state == .accepted && settled.answer == "You are right." && settled.closedAt != nil)
            #expect(try await world.count("work", "kind = 'score.make'") == 1, "and the score is made anew")
            let score = try #require(try await world.score(at: Given.days(ago: -1)).score)
            #expect(score.data.first { $0.datum == "returns" }?.absence == .disputed)
            let list = try await world.ask(DisputeListHandler(), DisputeList(), as: [Told.subject])
            #expect(list == [settled])
            #expect(try await world.ask(DisputeListHandler(), DisputeList(), as: [Told.lender]).isEmpty)
        }
    }

    @Test("what an operator refuses counts as before, and may be contested again")
    func refused() async throws {
        try await CreditWorld.lend { world in
            let dispute = try await contest(world)
            #expect(try await settle(world, dispute.dispute, .refused, "It was yours.").state == .refused)
            let assessment = try await world.score(at: Given.days(ago: -1))
            #expect(assessment.standing.disputed.isEmpty && assessment.score?.input(.returnRate)?.standing == .known)
            let wish = DisputeOpen(account: Told.shop, datum: "returns", words: "Look again.")
            let again = try await world.ask(DisputeOpenHandler(queue: world.queue), wish, as: [Told.subject])
            #expect(again.state == .open && again.dispute != dispute.dispute)
        }
    }

    @Test("what was accepted counts again once it is mended, and only what was accepted can be")
    func resolved() async throws {
        try await CreditWorld.lend { world in
            let dispute = try await contest(world)
            let early = await #expect(throws: Refusal.self) {
                _ = try await settle(world, dispute.dispute, .resolved, "Mended.")
            }
            #expect(early?.kind == .conflict)
            _ = try await settle(world, dispute.dispute)
            let without = try await world.score(at: Given.days(ago: -1)).score
            #expect(without?.input(.returnRate)?.standing != .known)
            let closed = try await settle(world, dispute.dispute, .resolved, "The shop's returns are its own now.")
            #expect(closed.state == .resolved && closed.answer == "The shop's returns are its own now.")
            #expect(try await world.score(at: Given.days(ago: -2)).score?.input(.returnRate)?.standing == .known)
        }
    }

    @Test("a dispute is settled once, none that is not there, and a person settles none")
    func once() async throws {
        try await CreditWorld.lend { world in
            let dispute = try await contest(world)
            _ = try await settle(world, dispute.dispute)
            #expect(try await settle(world, dispute.dispute).state == .accepted, "the same word twice does no harm")
            for (id, verdict, kind) in [
                (dispute.dispute, DisputeSettle.Verdict.refused, Refusal.Kind.conflict),
                (DisputeID.mint(), .accepted, .notFound),
            ] {
                let refusal = await #expect(throws: Refusal.self) { _ = try await settle(world, id, verdict) }
                #expect(refusal?.kind == kind)
            }
            let mine = await #expect(throws: Refusal.self) {
                _ = try await world.ask(
                    DisputeWithdrawHandler(queue: world.queue), DisputeWithdraw(dispute: dispute.dispute),
                    as: [Told.lender])
            }
            #expect(mine?.kind == .notFound, "another's dispute is nobody's")
        }
    }
}
