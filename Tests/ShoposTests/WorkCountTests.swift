import Contracts
import Foundation
import Testing

@testable import Shopos

/// How much work there is, and what is said of single pieces.
struct WorkCountTests {
    private let plain = Style(hasColours: false)

    private func tally(_ state: WorkChoice.State, _ count: Int, isEstimate: Bool? = nil) -> WorkTally {
        WorkTally(kind: "label.buy", state: state, count: count, oldestMilliseconds: 0, isEstimate: isEstimate)
    }

    @Test("what is estimated bears a sign; what was given up is counted, so far and no further")
    func signs() {
        #expect(WorkCounts([tally(.waiting, 12)]).text == "12")
        #expect(WorkCounts([tally(.waiting, 50_000, isEstimate: true)]).text == "~50000")
        #expect(WorkCounts([tally(.waiting, 50_000, isEstimate: true), tally(.ready, 3)]).text == "~50003")
        #expect(WorkCounts([tally(.failed, 7), tally(.failed, 1)]).text == "8" && WorkCounts([]).text == "0")
        #expect(WorkCounts([tally(.failed, 100_001)]).text == "100000+")
        #expect(WorkCounts([tally(.waiting, 12), tally(.failed, 1)]).note(plain).isEmpty)
    }

    @Test("below the figures it is told what the sign means, in status and in the list of work")
    func told() {
        let work = [tally(.waiting, 50_000, isEstimate: true), tally(.failed, 2)]
        let now = Instant(milliseconds: 0)
        let state = ServiceState(
            service: "inventory", instance: "a", version: "1", startedAt: now, at: now, troubles: [], lanes: [],
            outbox: OutboxState(rows: 0, oldestAt: nil, failing: 0, lastError: nil, confirmed: 0), work: work,
            stops: [], partners: [])
        let reports: [any Report] = [
            StatusReport(services: [state], silent: []),
            WorkTallyReport(kinds: work.map { .init(service: "inventory", tally: $0) }, silent: []),
        ]
        for report in reports {
            let lines = report.text(plain).split(separator: "\n").map(String.init)
            #expect(lines.contains { $0.contains(" ~50000") && !$0.contains("~2") }, "\(lines)")
            #expect(lines.last?.hasPrefix("~: estimated from a sample") == true, "\(lines)")
        }
    }

    @Test("reason and detail stand apart, and the reason as it is, on the narrowest terminal too")
    func reasons() {
        let reason = "the carrier does not take this address"
        let piece = WorkPiece(
            name: WorkName(tenant: .platform, kind: "label.buy", key: "k"), shop: nil, state: .failed,
            dueAt: Instant(milliseconds: 0), attempt: 8, isOutcomeUnknown: false, reason: reason,
            detail: String(repeating: "x", count: 90), createdAt: Instant(milliseconds: 0))
        let report = WorkReport(
            [Listed(service: "fulfillment", items: [piece], at: Instant(milliseconds: 0))],
            ListLimit(shown: 50, page: 500), [])
        let lines = report.text(Style(hasColours: false, width: 60)).split(separator: "\n").map(String.init)
        // SERVICE 11, KIND 9, STATE 6, DUE 4, TRIES 5, two blanks between them.
        #expect(lines[0] == "SERVICE      KIND       STATE    DUE  TRIES")
        #expect(lines[1] == "fulfillment  label.buy  failed  0 ms      8")
        #expect(lines[2] == "  KEY     k" && lines[3] == "  TENANT  \(TenantID.platform)")
        #expect(lines[4] == "  REASON  \(reason)")
        // Ten columns before it leave fifty.
        #expect(lines[5] == "  DETAIL  " + String(repeating: "x", count: 49) + "…" && lines.count == 6)
        let wide = report.text(plain)
        #expect(wide.contains("TENANT") && wide.split(separator: "\n").count == 2, "one line where nothing is cut")
    }
}
