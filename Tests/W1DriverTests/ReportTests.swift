import Foundation
import Testing

@testable import BenchKit
@testable import W1Driver

@Suite("The report")
struct ReportTests {
    private let speed = Line(name: "speed", unit: "", values: [90, 110, 100], ratios: [0.3, 0.5, 0.4], better: .more)
    private let cost = Line(name: "cost", unit: "µs", values: [10], ratios: [2.0], better: .less)
    private let memory = Line(name: "memory", unit: "MB", values: [30, 50], better: .less)
    private let floor = Line(name: "floor", unit: "", values: [250])

    @Test("ratios are compared where there are any, else values, and nothing that is neither good nor bad")
    func compared() {
        #expect(speed.compared == 0.4)
        #expect(memory.compared == 40, "(30 + 50) / 2")
        #expect(floor.compared == nil)
    }

    /// 0.4 → 0.33 is 17.5 % less, 0.35 is 12.5 % less; 2 → 2.4 is 20 % more, 2.2 is 10 % more.
    @Test(
        "only what is worse by more than 15 % is told, whichever way is worse",
        arguments: [
            (["speed": 0.33, "cost": 2.4], 2), (["speed": 0.35, "cost": 2.2], 0), (["speed": 0.9, "cost": 0.5], 0),
            (["speed": 0.33], 1), ([:], 0),
        ])
    func worse(now: [String: Double], count: Int) {
        let last = ["speed": 0.4, "cost": 2.0, "gone": 1]
        #expect(Comparison.worse(now, than: last, lines: [speed, cost, floor]).count == count)
    }

    @Test("a sentence names the line, both figures and the change")
    func sentence() {
        let found = Comparison.worse(["cost": 2.5], than: ["cost": 2.0], lines: [cost])
        #expect(found == ["cost, ÷ floor: 2.50, was 2.00 (+25 %)"])
    }

    @Test("the table shows median, least, most and the ratio")
    func table() {
        let result = BenchmarkResult(form: "short", orders: 1, seed: 1, skew: 0, lines: [speed, memory])
        let rows = result.table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(rows[0] == ["median", "least", "most", "÷", "floor"])
        #expect(rows[1] == ["speed", "100", "90.0", "110", "0.40"])
        #expect(rows[2] == ["memory,", "MB", "40.0", "30.0", "50.0"])
    }

    /// 0.002487 rounded to three places would be 0.002: a fifth less than it is.
    @Test("a small ratio is shown, kept and compared by its own digits")
    func small() {
        let line = Line(name: "parcels", unit: "", values: [23.6], ratios: [0.002487], better: .more)
        #expect([line].compared == ["parcels": 0.002487])
        #expect([line].table.hasSuffix(" 0.0025"))
        let found = Comparison.worse(["parcels": 0.0018], than: ["parcels": 0.002487], lines: [line])
        #expect(found == ["parcels, ÷ floor: 0.0018, was 0.00249 (-28 %)"])
    }

    @Test("a result is stored under its form and leaves the other forms alone")
    func stored() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "benchmarks/last.json")
        let none = try StoredResults(at: file)
        #expect(none.forms.isEmpty)
        try none.replacing("full", with: ["speed": 0.5]).write(to: file)
        try StoredResults(at: file).replacing("short", with: ["speed": 0.25]).write(to: file)
        #expect(try StoredResults(at: file).forms == ["full": ["speed": 0.5], "short": ["speed": 0.25]])
    }

    @Test("a setting that cannot be used is named", arguments: [("SKEW", "1.5"), ("BENCH_ROUNDS", "0"), ("SEED", "x")])
    func settings(name: String, text: String) {
        var environment = [
            "BENCH_FORM": "short", "TEST_SERVERS": "/s", "BENCH_PGBENCH": "/p", "BENCH_FOLDER": "/f",
            "BENCH_LAST": "/l",
        ]
        #expect(throws: Never.self) { try BenchmarkSettings(environment) }
        environment[name] = text
        #expect { try BenchmarkSettings(environment) } throws: { "\($0)".hasPrefix(name) }
    }
}
