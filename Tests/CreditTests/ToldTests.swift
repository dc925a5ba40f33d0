import Commerce
import Contracts
import Foundation
import Testing

@testable import Credit

/// What is worked out is told: nothing stays inside, and what is not known stays unknown.
@Suite("Figures as they are told")
struct ToldTests {
    private func told(_ facts: Facts) throws -> CreditScore { CreditScore(try Scoring.score(facts)) }

    @Test("a score tells the 90 days that it is made of")
    func window() throws {
        let score = try told(Examples.seller)
        #expect(score.window == CreditWindow(from: Given.days(ago: 90), until: Given.asOf))
        #expect(score.window.until == score.asOf && score.figures.periodDays == 90)
    }

    @Test("the seller's figures: 150 orders, all delivered, on 75 days, 4,750 a month, and nothing of commission")
    func seller() throws {
        var facts = Examples.toldSeller
        let days = try #require(facts.shops[0].sales.value)
        facts.shops[0].sales = Given.known(
            days.enumerated().map { place, day in
                place > 0
                    ? day
                    : SalesDay(
                        day: day.day, orders: 2, completed: 1, units: 2, gmv: day.gmv, netRevenue: day.netRevenue)
            })
        let figures = try told(facts).figures
        #expect((figures.orders, figures.completedOrders, figures.activeDays) == (150, 149, 75))
        #expect((figures.monthlyIncome, figures.secondIncome) == (usd(475_000), usd(0)))
        #expect(figures.shopRating == "4.6")
        #expect(figures.attributedOrders == nil && figures.attributedSales == nil && figures.commissionRates == nil)
        #expect(figures.payouts == nil && figures.payoutsArrived == nil, "nobody tells of payouts: that is not none")
        facts.shops[0].rating = .missing(.notTold)
        #expect(try told(facts).figures.shopRating == nil)
    }

    @Test("the creator's figures: 200 attributed orders worth 30,000, and the rate of each product, the highest first")
    func creator() throws {
        var facts = Examples.creator
        func figures() throws -> CreditFigures { try told(facts).figures }
        #expect(try figures().commissionRates == nil && figures().ratedProducts == nil, "no rate is told")
        let rates = ["mug": 1_500, "cup": 1_234, "jar": 1_500].compactMapValues { CommissionRate(basisPoints: $0) }
        facts.creators[0].rates = Given.known(rates)
        #expect(try figures().attributedOrders == 200)
        #expect(try figures().attributedSales == usd(3_000_000))
        #expect(try figures().commission == usd(450_000))
        #expect(try figures().orders == nil && figures().shopRating == nil)
        let expected = [("jar", "0.15"), ("mug", "0.15"), ("cup", "0.1234")]
        #expect(try figures().commissionRates == expected.map { CreditProductRate(product: $0, rate: $1) })
        facts.creators[0].rates = Given.known(
            Dictionary((0..<150).map { ("p\($0)", CommissionRate(basisPoints: $0)) }) { first, _ in first }
                .compactMapValues(\.self))
        #expect(try figures().ratedProducts == 150)
        #expect(try figures().commissionRates?.count == 100 && figures().commissionRates?.first?.product == "p149")
    }

    @Test("payouts are told one by one, the newest first, with what became of them and what they are worth")
    func payouts() throws {
        let baht = Money(minorUnits: 35_000, currency: .thb)
        var shop = Given.shop()
        shop.payouts = Given.known([
            Payout(at: Given.days(ago: 40), amount: Converted(usd(900), converted: usd(900)), state: .paid),
            Payout(at: Given.days(ago: 9), amount: Converted(baht, converted: nil), state: .failed, payments: 3),
            Payout(at: Given.days(ago: 2), amount: Converted(baht, converted: usd(1_000)), state: .processing),
            Payout(at: Given.days(ago: 91), amount: Converted(usd(1), converted: usd(1)), state: .paid),
        ])
        let figures = try told(Facts(shops: [shop])).figures
        #expect(
            figures.payouts == [
                CreditPayout(
                    at: Given.days(ago: 2), amount: baht, converted: usd(1_000), state: .processing, payments: 1),
                CreditPayout(at: Given.days(ago: 9), amount: baht, state: .failed, payments: 3),
                CreditPayout(
                    at: Given.days(ago: 40), amount: usd(900), converted: usd(900), state: .paid, payments: 1),
            ])
        #expect((figures.paidOut, figures.payoutsArrived, figures.payoutsFailed) == (usd(900), 1, 3))
        shop.payouts = Given.known(
            (0..<250).map { minute in
                let at = Instant(milliseconds: Given.asOf.milliseconds - Int64(minute + 1) * 60_000)
                return Payout(at: at, amount: Converted(usd(1), converted: usd(1)), state: .paid)
            })
        let many = try told(Facts(shops: [shop])).figures
        #expect((many.payouts?.count, many.payoutsArrived) == (100, 250))
    }

    /// The edges of the product's specification, in dollars a month: three times as much is sold in 90 days.
    @Test(
        "the tier of the monthly income bears its name",
        arguments: [
            (0, "base"), (999, "base"), (1_000, "mid"), (4_999, "mid"), (5_000, "high"), (19_999, "high"),
            (20_000, "maximum"),
        ])
    func tier(dollars: Int64, name: String) throws {
        let cents = dollars * 300
        let day = Given.sales(3, gmv: cents, net: cents)
        let factors = try told(Facts(shops: [Given.shop(sales: [day])])).factors
        let inputs = factors.flatMap(\.inputs)
        let income = try #require(inputs.first { $0.name == "monthlyIncome" })
        #expect(income.tier == name)
        #expect(income.worth == "36", "90 % of the 40 % that revenue is of the score")
        let rating = try #require(inputs.first { $0.name == "shopRating" })
        #expect(rating.tier == nil && rating.value == nil, "what is missing lies in no tier")
    }

    @Test("whatever takes the confidence down is named")
    func amiss() throws {
        #expect(try told(Facts(shops: [Given.shop()])).confidence.reasons == [])
        var shop = Given.shop(sales: [
            Given.sales(85, gmv: 500, net: 500, currency: .gbp), Given.sales(86, gmv: 5, net: 5),
        ])
        shop.sales = .known(
            shop.sales.value ?? [],
            Provenance(source: .actual, readAt: Given.days(ago: 3), since: Given.days(ago: 80)))
        shop.rating = .known("4", Provenance(source: .estimated, readAt: Given.asOf))
        let confidence = try told(Facts(shops: [shop])).confidence
        #expect(confidence.reasons == [.estimated, .old, .shortHistory, .moneyLeftOut])
        #expect((confidence.level, confidence.age) == (.low, 3 * 86_400))
    }

    @Test("a score of before these were kept is still read")
    func older() throws {
        let file = try JSONEncoder().encode(Scoring.score(Examples.hybrid))
        var score = try #require(try JSONSerialization.jsonObject(with: file) as? [String: Any])
        var confidence = try #require(score["confidence"] as? [String: Any])
        var figures = try #require(score["figures"] as? [String: Any])
        #expect(confidence.removeValue(forKey: "amiss") != nil)
        figures.removeValue(forKey: "shopRating")
        (score["confidence"], score["figures"]) = (confidence, figures)
        let kept = try JSONDecoder().decode(Score.self, from: try JSONSerialization.data(withJSONObject: score))
        let told = CreditScore(kept)
        #expect(told.confidence.reasons == nil && told.figures.monthlyIncome == usd(433_333))
    }
}
