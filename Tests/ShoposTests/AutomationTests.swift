import Contracts
import Foundation
import Synchronization
import Testing

@testable import Shopos

/// What `automation pause --all` does when a brand is in the way.
struct AutomationTests {
    private let brands = ["Ada", "Bea", "Cleo"].map { (tenant: TenantID.mint(), name: $0) }

    private func paused(_ tenant: TenantID) -> VersionedSettings {
        VersionedSettings(tenant: tenant, version: 2, settings: TenantSettings(isAutomationOn: false))
    }

    private func report(_ trouble: Trouble?, at place: Int) async -> AutomationReport {
        await AutomationReport(of: brands, width: 1) { tenant throws(Trouble) in
            if let trouble, tenant == brands[place].tenant { throw trouble }
            return paused(tenant)
        }
    }

    @Test("all is well where nothing is in the way")
    func wellNothingWay() async {
        let report = await report(nil, at: 0)
        #expect(report.brands.map(\.name) == ["Ada", "Bea", "Cleo"] && report.missed.isEmpty)
        #expect(report.status == .fine)
    }

    @Test("a brand whose settings somebody changes meanwhile does not keep others running")
    func brandSettingsSomebody() async {
        let conflict = Trouble(.amiss, code: "versionConflict", "accounts refuses: the version is 3.")
        let report = await report(conflict, at: 1)
        #expect(report.brands.map(\.name) == ["Ada", "Cleo"] && report.brands.allSatisfy { !$0.isOn })
        #expect(report.missed.map(\.name) == ["Bea"] && report.missed.map(\.code) == ["versionConflict"])
        #expect(report.status == .amiss)
        #expect(
            report.text(Style(hasColours: false)).hasSuffix(
                "Bea (\(brands[1].tenant)): accounts refuses: the version is 3."))
    }

    @Test("of forty brands sixteen are asked at once, and told in their order with how far it is")
    func many() async {
        let brands = (0..<40).map { (tenant: TenantID.mint(), name: "brand \($0)") }
        let asked = Mutex((now: 0, most: 0))
        var seen: [Int] = []
        let report = await AutomationReport(of: brands, progress: { seen.append($0) }) { tenant throws(Trouble) in
            asked.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
            for _ in 0..<100 { await Task.yield() }
            asked.withLock { $0.now -= 1 }
            return paused(tenant)
        }
        #expect(report.brands.map(\.name) == brands.map(\.name) && report.status == .fine)
        // 16, 16 and 8.
        #expect(seen == [16, 32, 40] && asked.withLock { $0.most } <= 16)
    }

    @Test("when nobody answers any more the rest is not asked, and named all the same")
    func nobodyAnswersAny() async {
        let silence = Trouble(.unavailable, code: "timedOut", "accounts did not answer in time.")
        let report = await report(silence, at: 1)
        #expect(report.brands.map(\.name) == ["Ada"])
        #expect(report.missed.map(\.name) == ["Bea", "Cleo"] && report.missed.last?.code == "notAsked")
        #expect(report.status == .unavailable)
    }
}
