import BenchKit
import Foundation

/// The report of the growth.
enum GrowthLines {
    static func all(of marks: [Growth.Mark]) -> [Line] {
        marks.flatMap { mark in
            func each(_ count: Int) -> Double { Double(count) / Double(mark.sample) }
            let name = "of an order among \(mark.orders)"
            return [
                Line(name: "pages touched \(name)", unit: "", values: [each(mark.pages)], better: .less),
                Line(name: "rows read \(name)", unit: "", values: [each(mark.rows)], better: .less),
                Line(name: "log \(name)", unit: "KB", values: [each(mark.log) / 1024], better: .less),
                Line(
                    name: "most memory of a service, \(mark.orders) orders", unit: "MB",
                    values: [mark.memory.values.max() ?? 0], better: .less),
                Line(name: "orders that wait, of \(mark.orders)", unit: "", values: [Double(mark.waiting)]),
            ]
        }
    }

    static func all(of idle: Growth.Idle) -> [Line] {
        [
            Line(
                name: "start-up of a service until it is ready", unit: "s", values: Array(idle.startUp.values),
                better: .less),
            Line(name: "CPU of all services at rest", unit: "% of a core", values: [100 * idle.share], better: .less),
        ]
    }

    private struct Grown {
        let text: String
        let from: Double
        let to: Double
        var more: Double { to - from }
    }

    /// The statements whose pages for an order have grown most from the first mark to the last.
    static func notes(of marks: [Growth.Mark], most: Int = 8) -> [String] {
        guard let first = marks.first, let last = marks.last, marks.count > 1 else { return [] }
        func pages(_ mark: Growth.Mark) -> [String: Double] {
            Dictionary(
                mark.statements.map { ($0.text, Double($0.pages) / Double(mark.sample)) }, uniquingKeysWith: +)
        }
        let (before, after) = (pages(first), pages(last))
        var grown: [Grown] = []
        for (text, pages) in after {
            let one = Grown(text: text, from: before[text] ?? 0, to: pages)
            if one.more >= 1 { grown.append(one) }
        }
        grown.sort { ($1.more, $0.text) < ($0.more, $1.text) }
        guard !grown.isEmpty else { return ["no statement touches a page more for an order than at first"] }
        return ["statements that touch more pages for an order than at first:"]
            + grown.prefix(most).map {
                String(format: "  %.1f → %.1f: ", $0.from, $0.to) + Statements.brief($0.text)
            }
    }
}
