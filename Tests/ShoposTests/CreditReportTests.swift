import ArgumentParser
import Contracts
import Testing

@testable import Shopos

/// What `shopos credit` says of scores and papers, and how it ends.
struct CreditReportTests {
    private let subject = TenantID.mint()
    private let at = Instant(milliseconds: 1_775_001_600_000)
    private let plain = Style(hasColours: false)

    private func score(_ scaled: Int) -> CreditScore {
        CreditScore(
            model: 1, asOf: at, window: CreditWindow(from: at, until: at), raw: "52.5", scaled: scaled, least: 300,
            most: 850, band: "fair",
            confidence: CreditConfidence(
                level: .high, isEstimated: false, age: 0, coverage: "1", leavesOutMoney: false, reasons: []),
            factors: [], reasons: [],
            figures: CreditFigures(currency: .usd, periodDays: 90, months: [], leftOut: []), data: [])
    }

    private func report(
        _ verdict: CreditReplay.Verdict, made: Int? = nil, _ differences: [CreditReplay.Difference] = []
    ) -> ReplayReport {
        ReplayReport(
            at: at,
            replay: CreditReplay.Reply(
                subject: subject, verdict: verdict, told: made.map { _ in score(588) }, made: made.map(score),
                differences: differences, after: verdict == .dropped ? at : nil))
    }

    @Test("a replay ends with 0 where the score is the same, 1 where it is not, 69 where nothing is kept")
    func codes() {
        #expect(report(.same, made: 588).status.rawValue == 0)
        #expect(report(.different, made: 589).status.rawValue == 1)
        #expect(report(.nothingKept).status.rawValue == 69)
        #expect(report(.dropped).status.rawValue == 69)
    }

    @Test("a replay shows both scores and where they differ")
    func text() {
        let differences = [
            CreditReplay.Difference(member: "/figures/items", made: "3"),
            CreditReplay.Difference(member: "/scaled", told: "588", made: "589"),
        ]
        #expect(
            report(.different, made: 589, differences).text(plain) == """
                told: 588 of 300 to 850, 52.5 points, fair, as of 2026-04-01T00:00:00.000Z, model 1
                made: 589 of 300 to 850, 52.5 points, fair, as of 2026-04-01T00:00:00.000Z, model 1
                The score is not made again as it was told.
                MEMBER          TOLD           MADE
                /figures/items  not told then  3
                /scaled         588            589
                """)
        #expect(report(.same, made: 588).text(plain).hasSuffix("The score is made again as it was told."))
        #expect(report(.dropped).text(plain).hasSuffix("Kept are those of 2026-04-01T00:00:00.000Z around it."))
    }

    @Test("a replay takes a person and a time, and nothing else")
    func times() throws {
        let id = subject.description
        for time in ["2026-04-01T12:00:00Z", "2026-04-01T12:00:00.123Z"] {
            _ = try CreditReplayCommand.parse([id, time])
        }
        for words in [["Ada", "2026-04-01T12:00:00Z"], [id, "yesterday"], [id, "2026-02-30T12:00:00Z"], [id]] {
            #expect(throws: (any Error).self, "\(words)") { try CreditReplayCommand.parse(words) }
        }
    }

    @Test("a paper is verified or refused by its name, with what the person is told")
    func papers() throws {
        let command = try CreditDocumentCommand.parse([
            subject.description, "vatRegistration", "refused", "--market", "GB", "--note", "It has ended.",
        ])
        #expect(
            command.question
                == DocumentSettle(
                    subject: subject, document: .vatRegistration, market: "GB", verdict: .refused,
                    note: "It has ended."))
        for words in [["passport", "verified"], ["identity", "declared"], ["identity"]] {
            #expect(throws: (any Error).self, "\(words)") {
                try CreditDocumentCommand.parse([subject.description] + words)
            }
        }
    }
}
