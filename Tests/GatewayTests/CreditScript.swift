import Contracts
import Foundation
import Messaging
import Synchronization
import TestKit

@testable import Gateway

/// What Credit and Accounts say of a person, as long as a test does not say otherwise.
final class CreditScript: Sendable {
    static let shop = AccountID(GatewayWorld.uuid(0x51))
    static let creator = AccountID(GatewayWorld.uuid(0x52))
    static let link = LinkID(GatewayWorld.uuid(0x53))
    static let dispute = DisputeID(GatewayWorld.uuid(0x54))
    /// Noon of 1 April 2026.
    static let asOf = Instant(seconds: 1_775_044_800)

    private let told: Mutex<ScoreGet.Reply>

    /// What is answered next.
    var reply: ScoreGet.Reply {
        get { told.withLock { $0 } }
        set { told.withLock { $0 = newValue } }
    }

    init(_ services: ScriptedServices) throws {
        let score = try Self.score()
        told = Mutex(
            ScoreGet.Reply(
                subject: GatewayWorld.tenant, score: score, obstacles: [],
                accounts: [
                    CreditAccount(
                        account: Self.shop, kind: .seller, market: "US", isActive: true,
                        obstacles: [
                            CreditObstacle(
                                code: "missingDocuments", sentence: "Papers are missing.", what: ["businessEntity"])
                        ])
                ]))
        services.on(ScoreGet.self) { [self] _ in reply }
        services.on(ScoreHistory.self) { _ in ScoreHistory.Reply(scores: Self.history) }
        services.on(ScoreSimulate.self) { _ in
            var better = score
            better.scaled = 640
            return ScoreSimulate.Reply(now: score, assumed: better)
        }
        scriptPerson(services)
        scriptLenders(services)
    }

    private func scriptPerson(_ services: ScriptedServices) {
        services.on(LinkList.self) { _ in
            [
                SubjectLink(
                    link: Self.link, subject: GatewayWorld.tenant, brand: GatewayWorld.brand, account: Self.creator,
                    kind: .creator, state: .offered, version: 1, changedAt: Self.asOf)
            ]
        }
        services.on(PlatformList.self) { _ in
            [
                CreditPlatform(
                    name: "tiktokShop", title: "TikTok Shop", quality: .high, isEstimated: false,
                    revenue: [.sales, .commissions], canBeConnected: true, connected: 1),
                CreditPlatform(
                    name: "twitch", title: "Twitch", quality: .medium, isEstimated: true, revenue: [.subscriptions],
                    canBeConnected: false, connected: 0),
            ]
        }
        services.on(DocumentList.self) { _ in
            [DocumentRecord(market: "US", document: .employerIdentificationNumber, state: .declared)]
        }
        services.on(DisputeList.self) { _ in
            [
                DisputeRecord(
                    dispute: Self.dispute, account: Self.shop, datum: "returns", words: "Another shop's.", state: .open,
                    openedAt: Self.asOf)
            ]
        }
    }

    private func scriptLenders(_ services: ScriptedServices) {
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

    private static var history: [ScoreHistory.Reply.Point] {
        [590, 612].enumerated().map { place, scaled in
            let at = Instant(seconds: 1_775_044_800 - Int64(1 - place) * 86_400)
            return ScoreHistory.Reply.Point(asOf: at, scaled: scaled, raw: "56.8", band: "fair", model: 1)
        }
    }

    /// A seller's score that rests on whole, actual data of two hours ago.
    private static func score() throws -> CreditScore {
        CreditScore(
            model: 1, asOf: asOf, window: CreditWindow(from: Instant(seconds: 1_767_268_800), until: asOf), raw: "56.8",
            scaled: 612, least: 300, most: 850, band: "fair",
            confidence: CreditConfidence(
                level: .high, isEstimated: false, age: 7_200, coverage: "1", leavesOutMoney: false, reasons: []),
            factors: [
                CreditFactor(
                    name: "revenue", weight: 40, points: "68.125", lost: "12.75",
                    inputs: [
                        .init(
                            name: "monthlyIncome", standing: .known, value: "4750", tier: "mid", target: "20000",
                            points: "68.125", worth: "36", lost: "11.475"),
                        .init(
                            name: "secondIncome", standing: .leftOut, target: "1000", points: "0", worth: "0",
                            lost: "0"),
                    ])
            ],
            reasons: [
                CreditReason(
                    code: "returnRate.high", sentence: "Too many orders come back.", factor: "reliability",
                    lost: "3.5", value: "0.08", target: "0.02")
            ],
            figures: figures,
            data: [
                CreditDatum(
                    account: shop.description, name: "sales", isEstimated: false, readAt: asOf,
                    since: Instant(seconds: 1_767_268_800), isDisputed: false),
                CreditDatum(account: shop.description, name: "rating", missing: "notTold", isDisputed: false),
            ])
    }

    /// The seller of the product's specification, whose payouts are known.
    private static var figures: CreditFigures {
        func usd(_ cents: Int64) -> Money { Money(minorUnits: cents, currency: .usd) }
        var figures = CreditFigures(
            currency: .usd, periodDays: 90,
            months: [.init(), .init(income: usd(475_000), orders: 50), .init(orders: 7)], leftOut: [])
        (figures.monthlyIncome, figures.gmv, figures.netRevenue) = (usd(475_000), usd(1_500_000), usd(1_425_000))
        (figures.orders, figures.completedOrders, figures.items, figures.activeDays) = (150, 148, 151, 75)
        (figures.averageOrder, figures.returnRate) = (usd(10_000), "0.05")
        (figures.paidOut, figures.payoutsArrived, figures.payoutsFailed) = (usd(900_000), 3, 0)
        figures.payouts = [CreditPayout(at: asOf, amount: usd(900_000), state: .paid, payments: 3)]
        return figures
    }
}
