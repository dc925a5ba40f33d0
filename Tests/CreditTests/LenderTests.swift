import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Credit

/// Lenders: who is one, what a consent opens, and what a person may suppose.
@Suite(.timeLimit(.minutes(3)))
struct LenderTests {
    private static let until = Instant(Date(timeIntervalSinceNow: 86_400))

    private func give(_ world: CreditWorld, to lender: TenantID = Told.lender) async throws -> ConsentRecord {
        try await world.ask(
            ConsentGiveHandler(), ConsentGive(lender: lender, purpose: "Working capital", until: Self.until),
            as: [Told.subject])
    }

    private func refusal<Value>(_ body: () async throws -> Value) async -> Refusal? {
        do {
            _ = try await body()
            return nil
        } catch {
            return error as? Refusal
        }
    }

    @Test("a consent is given to a lender that is known, and to nobody else")
    func known() async throws {
        try await CreditWorld.lend { world in
            let early = await refusal { try await give(world) }
            #expect(early?.code == "unknownLender" && early?.field == "/lender")
            try await world.lend()
            #expect(try await give(world).lender == Told.lender)
            #expect(try await world.count("consents", "given_at <= now()") == 1, "stamped by the database")
        }
    }

    @Test("a person sees by name whom they let read and who has read, whichever Accounts has told it")
    func named() async throws {
        try await CreditWorld.lend { world in
            try await world.lend()
            let consent = try await give(world)
            #expect(consent.lenderName == nil, "an older Accounts tells none")
            try await world.lend(names: "First Bank", nil)
            try await world.lend()
            _ = try await world.ask(ScoreGetHandler(), ScoreGet(consent: consent.consent), as: [Told.lender])
            for reader in [Told.subject, Told.lender] {
                let consents = try await world.ask(ConsentListHandler(), ConsentList(), as: [reader])
                #expect(consents.map(\.lenderName) == ["First Bank"])
                let log = try await world.ask(CreditReadListHandler(), CreditReadList(), as: [reader])
                #expect(log.reads.map(\.lenderName) == ["First Bank"] && log.reads.map(\.lender) == [Told.lender])
            }
            #expect(try await give(world).lenderName == "First Bank")
            let revoke = ConsentRevoke(consent: consent.consent)
            let ended = try await world.ask(ConsentRevokeHandler(), revoke, as: [Told.subject])
            #expect(ended.lenderName == "First Bank" && ended.revokedAt != nil)
            await #expect(throws: PostgresError.self, "and no other row of that table") {
                try await world.asTenant([Told.subject]) { try await $0.run("SELECT name FROM lenders") }
            }
        }
    }

    @Test("a person reads nobody's score, whatever consent there is: neither the code lets them nor the database")
    func noPerson() async throws {
        try await CreditWorld.lend { world in
            try await world.lend()
            let consent = try await give(world)
            try await world.database.run("DELETE FROM lenders")
            let refused = await refusal {
                try await world.ask(ScoreGetHandler(), ScoreGet(consent: consent.consent), as: [Told.lender])
            }
            #expect(refused?.code == "notALender")
            let error = await #expect(throws: PostgresError.self) {
                try await world.asTenant([Told.lender]) { try await ReadStore.note(.score, by: consent, "x", $0) }
            }
            #expect(error?.sqlState == "42501")
        }
    }

    @Test("a consent that has ended by the database's clock is refused as ended, never as a fault of ours")
    func ended() async throws {
        try await CreditWorld.lend { world in
            try await world.lend()
            let consent = try await give(world)
            let question = ScoreGet(consent: consent.consent)
            _ = try await world.ask(ScoreGetHandler(), question, as: [Told.lender])
            try await world.database.run(
                "UPDATE consents SET given_at = now() - interval '2 days', until = now() - interval '1 ms'")
            let refused = await refusal { try await world.ask(ScoreGetHandler(), question, as: [Told.lender]) }
            #expect(refused?.code == "consentEnded" && refused?.kind == .forbidden)
            #expect(try await world.count("reads") == 1)
        }
    }

    @Test("nothing is supposed of a score that is not told, twice of the same fact, or of shops where there are none")
    func suppositions() async throws {
        try await CreditWorld.lend { world in
            try await world.open()
            try await world.tell([Told.sale(1, daysAgo: 2)])
            try await world.score(at: Given.days(ago: 1))
            func ask(_ changes: CreditChange...) async -> Refusal? {
                await refusal {
                    try await world.ask(
                        ScoreSimulateHandler(bureau: world.bureau), ScoreSimulate(changes: changes), as: [Told.subject])
                }
            }
            let rating = CreditChange(what: .shopRating, value: "5")
            #expect(await ask(rating) == nil)
            #expect(await ask(rating, CreditChange(what: .shopRating, value: "4"))?.code == "twice")
            try await world.connect(state: .deauthorized, version: 2)
            try await world.score()
            #expect(await ask(rating)?.code == "noActiveShop", "as the score itself is answered")
            try await world.link(Told.creator, kind: .creator)
            try await world.grant(Told.creator, isCreator: true)
            try await world.declare([.identity])
            try await world.score(at: Given.days(ago: -1))
            #expect(await ask(rating)?.code == "noShop")
        }
    }
}
