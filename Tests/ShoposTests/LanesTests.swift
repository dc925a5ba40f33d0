import Contracts
import Testing

@testable import Shopos

/// What `shopos queues` and `status` make of several instances.
struct LanesTests {
    private static let now = Instant(milliseconds: 1_800_000_000_000)
    private static let queue = "inventory.orders"

    private func instance(
        _ name: String, unacked: Int, rate: Double?, inHand seconds: Int64? = nil, isSilent: Bool = false,
        trouble: String? = nil, startedAfter later: Int64 = 0
    ) -> InstanceState {
        let lane = InstanceLane(
            queue: Self.queue, isUp: true, unacked: unacked, perSecond: rate,
            inHandSince: seconds.map { Instant(milliseconds: Self.now.milliseconds - $0 * 1000) })
        return InstanceState(
            instance: name, version: "1", startedAt: Instant(milliseconds: Self.now.milliseconds + later * 1000),
            heardAt: Self.now, isSilent: isSilent,
            checks: [InstanceCheck(name: "postgres", trouble: trouble)], lanes: [lane])
    }

    private func service(_ instances: [InstanceState]?) -> ServiceState {
        let lane = LaneState(
            queue: Self.queue, isUp: true, settled: 5, lagMilliseconds: 40, lastAt: Self.now, deferred: 2,
            deferredSince: nil, failures: 0, suspects: 0)
        return ServiceState(
            service: "inventory", instance: "a", version: "1", startedAt: Self.now, at: Self.now, troubles: [],
            lanes: [lane], outbox: OutboxState(rows: 0, oldestAt: nil, failing: 0, lastError: nil, confirmed: 0),
            work: [], stops: [], partners: [], instances: instances)
    }

    @Test("what is unacknowledged and the rate add up, the age is the greatest; a silent one counts for nothing")
    func sums() {
        let lanes = Lanes([
            service([
                instance("a", unacked: 3, rate: 10), instance("b", unacked: 4, rate: 2.5, inHand: 31),
                instance("c", unacked: 100, rate: 100, inHand: 500, isSilent: true),
            ])
        ])
        #expect(lanes.unacked(Self.queue) == 7 && lanes.rate(Self.queue) == 12.5)
        #expect(lanes.age(Self.queue) == 31_000 && lanes.stands(Self.queue), "b has held them for 31 s")
        #expect(lanes[Self.queue]?.deferred == 2)
        #expect(lanes.unacked("other") == nil && lanes.rate("other") == nil && lanes.age("other") == nil)
    }

    @Test("what the broker confirms adds up over the instances that are heard; nobody tells: nobody knows")
    func confirmed() {
        func rate(_ parts: (rate: Double?, isSilent: Bool)...) -> Double? {
            OutboxReport.rate(
                service(
                    parts.enumerated().map { number, part in
                        var one = instance("\(number)", unacked: 0, rate: 0, isSilent: part.isSilent)
                        one.confirmedPerSecond = part.rate
                        return one
                    }))
        }
        #expect(rate((10, false), (2.5, false), (100, true), (nil, false)) == 12.5)
        #expect(rate((nil, false)) == nil && OutboxReport.rate(service(nil)) == nil)
    }

    @Test("a build that tells of itself alone tells its age, and nothing of what is unacknowledged")
    func oldBuild() {
        let lanes = Lanes([service(nil)])
        #expect(lanes.age(Self.queue) == 40 && lanes.unacked(Self.queue) == nil && lanes.rate(Self.queue) == nil)
    }

    @Test("status shows every instance, since when a silent one is not heard, and is amiss for it")
    func status() {
        let fine = StatusReport(
            services: [service([instance("a", unacked: 0, rate: 0), instance("b", unacked: 0, rate: 0)])], silent: [])
        #expect(fine.status == .fine)
        #expect(fine.text(Style(hasColours: false)).split(separator: "\n").count == 3)
        let silent = service([instance("a", unacked: 0, rate: 0), instance("b", unacked: 0, rate: 0, isSilent: true)])
        let report = StatusReport(services: [silent], silent: [])
        #expect(report.status == .amiss)
        #expect(report.text(Style(hasColours: false)).contains("not heard since \(Self.now)"))
        let sick = StatusReport(
            services: [
                service([instance("a", unacked: 0, rate: 0), instance("b", unacked: 0, rate: 0, trouble: "away")])
            ], silent: [])
        #expect(sick.status == .amiss)
        #expect(sick.text(Style(hasColours: false)).contains("inventory b: away"))
    }

    @Test("a silent instance is amiss until another has started since, and one start stands for one of them alone")
    func replaced() {
        let silent = ["b", "c"].map { instance($0, unacked: 0, rate: 0, isSilent: true) }
        let older = instance("a", unacked: 0, rate: 0)
        let newer = ["d", "e"].map { instance($0, unacked: 0, rate: 0, startedAfter: 1) }
        func report(_ instances: [InstanceState]) -> StatusReport {
            StatusReport(services: [service(instances)], silent: [])
        }
        #expect(Replacements([older] + silent).replaced.isEmpty)
        let half = report([older, newer[0]] + silent)
        #expect(half.status == .amiss, "two are gone, one has come")
        let whole = report([older] + newer + silent)
        #expect(whole.status == .fine)
        let text = whole.text(Style(hasColours: false))
        #expect(text.contains("replaced") && text.contains("inventory b: not heard since \(Self.now), another has"))
    }
}
