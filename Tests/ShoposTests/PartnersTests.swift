import Contracts
import Foundation
import Testing

@testable import Shopos

/// What `shopos partners` makes of what services say.
struct PartnersTests {
    private let now = Instant(milliseconds: 1_800_000_000_000)

    private func calls(
        _ endpoint: String, _ count: Int, failed: Int = 0, throttled: Int = 0, notice: PartnerCalls.Notice? = nil
    ) -> PartnerCalls {
        PartnerCalls(
            partner: "tiktokshop", endpoint: endpoint, version: "202309", calls: count, failed: failed,
            throttled: throttled, slowest95Milliseconds: count > 0 ? 250 : nil, notice: notice)
    }

    private func report(_ calls: [PartnerCalls]?, broken: Int = 0, all: Bool = false) -> PartnersReport {
        let budget = PartnerState(
            app: "tiktok.operations", endpoint: "order.read", rate: 3, throttled: 0, broken: broken, left: 1.5)
        let state = ServiceState(
            service: "ingestion", instance: "i", version: "1", startedAt: now, at: now, troubles: [], lanes: [],
            outbox: OutboxState(rows: 0, oldestAt: nil, failing: 0, lastError: nil, confirmed: 0), work: [], stops: [],
            partners: [budget], calls: calls)
        return PartnersReport([state], silent: [], showsIdle: all, at: now)
    }

    @Test("less than 95 of 100 answered calls are too few, and too many calls are nobody's failure")
    func less95100() throws {
        // 100 calls less 20 that were too many are 80; 4 of 80 failed: 95 % exactly. One more is 93.75 %.
        let fine = report([calls("Get Order Detail", 60, failed: 4), calls("Ship Package", 40, throttled: 20)])
        #expect(fine.scores == [.init(partner: "tiktokshop", calls: 100, answered: 0.95, isLow: false)])
        #expect(fine.status == .fine)
        let low = report([calls("Get Order Detail", 60, failed: 5), calls("Ship Package", 40, throttled: 20)])
        #expect(low.scores.first?.isLow == true && low.status == .amiss)
        #expect(low.text(Style(hasColours: false)).contains("tiktokshop: 93.7 % of 100 calls answered"))
        let few = report([calls("Get Order Detail", 10, failed: 5)])
        #expect(few.scores.first?.isLow == false, "of ten calls no share is taken")
    }

    @Test("an announced end is shown with its day and its page, also of what was not called")
    func announcedEndShown() {
        let notice = PartnerCalls.Notice(
            deprecatedAt: nil, endsAt: Instant(milliseconds: 1_830_297_599_000), link: "https://example.com/v",
            heardAt: now)
        let report = report([calls("Get Order List", 0, notice: notice), calls("Ship Package", 0)])
        #expect(report.status == .amiss)
        let text = report.text(Style(hasColours: false))
        // The last second of 2027: 21,184 days of 86,400 s since 1970, less one.
        #expect(text.contains("on 2027-12-31, see https://example.com/v"), "\(text)")
        #expect(!text.contains("Ship Package"))
    }

    @Test("the whole table of pinned versions is there for who asks, and budgets with what is left")
    func wholeTablePinned() {
        let text = report([calls("Ship Package", 0)], all: true).text(Style(hasColours: false))
        #expect(text.contains("Ship Package") && text.contains("202309"))
        #expect(text.contains("tiktok.operations  order.read") && text.contains("1.5"))
        #expect(text.contains("tiktokshop: not called in the last hour"))
    }

    @Test("a breaker that is not closed is amiss; a build that tells nothing is not")
    func breakerNotClosed() {
        #expect(report([], broken: 1).status == .amiss)
        #expect(report(nil).status == .fine)
    }
}
