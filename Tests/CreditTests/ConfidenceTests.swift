import Contracts
import Testing

@testable import Credit

@Suite("Confidence in the data")
struct ConfidenceTests {
    @Test("actual, fresh and complete data are worth high confidence, whatever the score")
    func high() throws {
        let confidence = try Scoring.score(Facts(shops: [Given.shop()])).confidence
        #expect(confidence.level == .high)
        #expect(confidence.source == .actual)
        #expect(confidence.age == 3_600)
        #expect(confidence.coverage == .one)
        #expect(!confidence.leavesOutMoney)
    }

    @Test(
        "a history that covers less than nine tenths takes a level",
        arguments: [(81, Confidence.Level.high), (80, .medium)])
    func coverage(days: Int, level: Confidence.Level) throws {
        // 81 ÷ 90 = 0.9
        var shop = Given.shop()
        shop.sales = Given.known([], days: Int64(days))
        #expect(try Scoring.score(Facts(shops: [shop])).confidence.level == level)
    }

    @Test("data older than two days take a level", arguments: [(2, Confidence.Level.high), (3, .medium)])
    func age(days: Int, level: Confidence.Level) throws {
        var shop = Given.shop()
        shop.rating = .known("4", Provenance(source: .actual, readAt: Given.days(ago: Int64(days))))
        let confidence = try Scoring.score(Facts(shops: [shop])).confidence
        #expect(confidence.level == level)
        #expect(confidence.age == Int64(days) * 86_400)
    }

    @Test("a guess at the age of an account is no estimate of the income: what the channel never tells costs nothing")
    func guessedAge() throws {
        var shop = Given.shop()
        shop.openedAt = .known(Given.days(ago: 400), Provenance(source: .estimated, readAt: Given.asOf))
        let confidence = try Scoring.score(Facts(shops: [shop])).confidence
        #expect((confidence.level, confidence.source) == (.high, .actual))
    }

    @Test("an estimate takes a level, and two things that are amiss take two")
    func estimates() throws {
        var shop = Given.shop(sales: [
            Given.sales(3, gmv: 500, net: 500, currency: .gbp), Given.sales(4, gmv: 500, net: 500),
        ])
        #expect(try Scoring.score(Facts(shops: [shop])).confidence.level == .medium)
        shop.rating = .known("4", Provenance(source: .estimated, readAt: Given.asOf))
        let confidence = try Scoring.score(Facts(shops: [shop])).confidence
        #expect((confidence.level, confidence.source, confidence.leavesOutMoney) == (.low, .estimated, true))
    }
}
