import Contracts
import Foundation
import TestKit
import Testing

@testable import Shopos

/// What a check has found, as Prometheus reads it.
struct CheckMetricsTests {
    private let report = CheckReport(
        rules: [
            CheckReport.Scope(rule: .ledger, compared: 120, differences: 2, trouble: nil),
            CheckReport.Scope(
                rule: .labels, compared: 0, differences: 0, trouble: "fulfillment did not answer in time."),
        ], differences: [], at: Instant(milliseconds: 1_800_000_000_999))

    @Test("each rule tells what differs of how much, and one that could not be checked tells that alone")
    func exposition() {
        let lines = Set(report.exposition().split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init))
        #expect(
            lines == [
                #"shop_check_compared{rule="ledger"} 120"#, #"shop_check_differences{rule="ledger"} 2"#,
                #"shop_check_unknown{rule="ledger"} 0"#, #"shop_check_missed{rule="ledger"} 0"#,
                #"shop_check_unknown{rule="labels"} 1"#,
                "shop_check_timestamp_seconds 1800000000",
            ])
    }

    @Test("in a file that is written anew a rule that could not be checked keeps what was found before")
    func kept() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "check.\(UUID().uuidString).prom").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let before = CheckReport(
            rules: [.init(rule: .labels, compared: 7, differences: 3, trouble: nil)], differences: [], at: report.at)
        #expect(before.writeMetrics(to: path) == nil)
        #expect(report.writeMetrics(to: path) == nil)
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains(#"shop_check_differences{rule="labels"} 3"#), "\(text)")
        #expect(text.contains(#"shop_check_unknown{rule="labels"} 1"#), "\(text)")
    }

    @Test("a file that cannot be written is named, and what was found is told all the same")
    func unwritable() throws {
        var report = report
        report.fileTrouble = report.writeMetrics(to: "/proc/nobody/check.prom")
        #expect(report.fileTrouble == "/proc/nobody/check.prom cannot be written.")
        let text = report.text(Style(hasColours: false, width: nil))
        #expect(text.contains("ledger") && text.contains("/proc/nobody/check.prom cannot be written."), "\(text)")
        let fine = CheckReport(
            rules: [.init(rule: .ledger, compared: 1, differences: 0, trouble: nil)], differences: [], at: report.at,
            fileTrouble: report.fileTrouble)
        #expect(fine.status == .configuration)
    }
}
