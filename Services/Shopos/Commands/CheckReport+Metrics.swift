import Contracts
import CoreMetrics
import Foundation
import ServiceKit

/// What a check has found as figures, for node_exporter's textfile collector and the like.
extension CheckReport {
    /// Prometheus' text format 0.0.4.
    ///
    /// - Parameter before: What was written last. What could not be checked keeps it: a difference that was found is
    ///   not gone because somebody is silent.
    func exposition(after before: String = "") -> String {
        let registry = PrometheusRegistry()
        for scope in rules where scope.trouble != nil {
            let rule = scope.rule.rawValue
            for name in ["differences", "compared"] {
                let start = "shop_check_\(name){rule=\"\(rule)\"} "
                let line = before.split(separator: "\n").first { $0.hasPrefix(start) }
                guard let value = line.flatMap({ Double($0.dropFirst(start.count)) }) else { continue }
                Gauge(label: "shop.check.\(name)", dimensions: [("rule", rule)], factory: registry).record(value)
            }
        }
        record(in: registry)
        return registry.exposition()
    }

    /// Shows the figures in a registry that may show those of the run before. What could not be checked keeps them.
    func record(in registry: PrometheusRegistry) {
        registry.describe("shop.check.differences", "What a rule of shopos check has found to differ.")
        registry.describe("shop.check.compared", "How much a rule of shopos check has compared.")
        registry.describe("shop.check.unknown", "1 when a rule could not be checked, as somebody did not answer.")
        registry.describe("shop.check.missed", "How much, such as shops, a rule of shopos check could not read.")
        registry.describe("shop.check.timestamp_seconds", "When shopos check last ran, in seconds since 1970.")
        for scope in rules {
            let rule = [("rule", scope.rule.rawValue)]
            Gauge(label: "shop.check.unknown", dimensions: rule, factory: registry)
                .record(scope.trouble == nil ? 0 : 1)
            guard scope.trouble == nil else { continue }
            Gauge(label: "shop.check.differences", dimensions: rule, factory: registry).record(scope.differences)
            Gauge(label: "shop.check.compared", dimensions: rule, factory: registry).record(scope.compared)
            Gauge(label: "shop.check.missed", dimensions: rule, factory: registry).record(scope.missed.count)
        }
        Gauge(label: "shop.check.timestamp_seconds", factory: registry).record(at.milliseconds / 1000)
    }

    /// Writes the figures at once, so that nobody reads half of them. Answers why it could not, in a sentence: what was
    /// found is told all the same.
    func writeMetrics(to path: String) -> String? {
        do {
            let before = (try? String(contentsOf: URL(filePath: path), encoding: .utf8)) ?? ""
            try Data(exposition(after: before).utf8).write(to: URL(filePath: path), options: .atomic)
            return nil
        } catch {
            return "\(path) cannot be written."
        }
    }
}
