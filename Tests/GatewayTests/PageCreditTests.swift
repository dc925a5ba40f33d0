import Contracts
import Foundation
import Messaging
import TestKit
import Testing

@testable import Gateway

// A person's score on the page, against a gateway whose services answer by a script.
extension PageTests {
    @Test(
        "the page shows a score, why it is not higher, who may read it and who has",
        arguments: [(390, 844), (1440, 900)])
    func scoreShown(_ size: (Int, Int)) async throws {
        try await GatewayWorld.lend { world async throws in
            Self.script(world.services, Shop())
            try Self.scriptCredit(world.services)
            try await Browser.lend(width: size.0, height: size.1) { browser async throws in
                try await browser.go(to: "http://127.0.0.1:\(world.port)/")
                try await browser.wait("the door is shown", "return !document.getElementById('signin').hidden")
                try await signIn(browser, GatewayWorld.key)
                try await browser.wait(
                    "the score is shown",
                    "return document.querySelector('[data-score=score]')?.textContent === '612'")
                let shown = try await browser.texts(
                    """
                    return [...document.querySelectorAll('#score li, #consents li .main, #reads li .main')]
                        .map((row) => row.textContent)
                    """)
                #expect(shown.contains { $0.contains("Too many orders come back.") && $0.contains("−3.5") })
                #expect(shown.contains { $0.hasPrefix("Working capital") })
                #expect(shown.contains { $0.hasPrefix("score: 612") })
                try await browser.run(
                    """
                    document.getElementById('simulate-returns').value = '3';
                    document.getElementById('simulate').requestSubmit();
                    """)
                try await browser.wait(
                    "what it would be is told",
                    "return document.getElementById('simulated').textContent.startsWith('612 would be 640')")
                let asked = try #require(try world.services.asked(ScoreSimulate.self).first)
                #expect(asked.changes == [CreditChange(what: .returnRate, value: "0.03")])
            }
        }
    }

    private static func scriptCredit(_ services: ScriptedServices) throws {
        var score = try sample(CreditScore.self)
        (score.scaled, score.least, score.most, score.raw, score.band) = (612, 300, 850, "56.8", "fair")
        score.figures.currency = .usd
        score.figures.monthlyIncome = Money(minorUnits: 475_000, currency: .usd)
        score.reasons = [
            CreditReason(
                code: "returnRate.high", sentence: "Too many orders come back.", factor: "reliability", lost: "3.5",
                value: "0.08", target: "0.02")
        ]
        var better = score
        better.scaled = 640
        services.on(ScoreGet.self) { [score] _ in
            ScoreGet.Reply(subject: GatewayWorld.tenant, score: score, obstacles: [], accounts: [])
        }
        services.on(ScoreSimulate.self) { [score, better] _ in ScoreSimulate.Reply(now: score, assumed: better) }
        services.on(ConsentList.self) { _ in
            let (from, until) = (Instant(Date()), Instant(Date(timeIntervalSinceNow: 86_400)))
            return [
                ConsentRecord(
                    consent: .mint(), subject: GatewayWorld.tenant, lender: GatewayWorld.brand,
                    purpose: "Working capital", from: from, until: until)
            ]
        }
        services.on(CreditReadList.self) { _ in
            let read = CreditRead(
                read: .mint(), lender: GatewayWorld.brand, actor: "shop_bank", consent: .mint(),
                at: Instant(Date()), what: .score, scaled: 612)
            return CreditReadList.Reply(reads: [read])
        }
    }
}
