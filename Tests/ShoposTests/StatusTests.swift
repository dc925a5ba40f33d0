import Contracts
import Testing

@testable import Shopos

/// With what code the commands that look end.
struct StatusTests {
    private func outbox(age: Int64?, failing: Int = 0) -> OutboxReport {
        let now = Instant(milliseconds: 1_000_000)
        let oldest = age.map { Instant(milliseconds: now.milliseconds - $0 * 1000) }
        let state = OutboxState(
            rows: oldest == nil ? 0 : 1, oldestAt: oldest, failing: failing, lastError: nil, confirmed: 9)
        return OutboxReport(
            services: [.init(service: "inventory", outbox: state, perSecond: nil, at: now)], silent: [])
    }

    @Test("an outbox is amiss when something was refused or has waited for more than a minute")
    func outboxes() {
        #expect(outbox(age: nil).status == .fine)
        #expect(outbox(age: 60).status == .fine)
        #expect(outbox(age: 61).status == .amiss)
        #expect(outbox(age: 1, failing: 1).status == .amiss)
    }

    @Test("of queues nothing is known when the broker does not answer")
    func queues() {
        #expect(QueuesReport(queues: [], silent: [], brokerTrouble: nil).status == .fine)
        #expect(QueuesReport(queues: [], silent: [], brokerTrouble: "it does not answer").status == .unavailable)
    }

    @Test("for programs a command that came to nothing says why where its answer would have been")
    func failedCommand() throws {
        let report = FailedReport(Trouble(.unavailable, code: "timedOut", "inventory did not answer."))
        let json = try Terminal.json(report, isOneOfMany: true)
        #expect(json == #"{"error":{"code":"timedOut","sentence":"inventory did not answer."}}"#)
    }

    @Test("a queue that the broker does not have is amiss, and shown so")
    func missingQueue() throws {
        let lane = try #require(Topology.lanes.first)
        var line = QueuesReport.Line(lane, nil, Lanes([]), "3.13.7")
        line.isMissing = true
        let report = QueuesReport(queues: [line], silent: [], brokerTrouble: nil)
        #expect(report.status == .amiss)
        #expect(report.text(Style(hasColours: false, width: nil)).contains("missing"))
    }
}
