import Foundation
import Testing

/// An expression in a rule or on a dashboard, and the sentences about its result.
struct Asking {
    let path: String
    let expression: String
    /// Which label each sentence names, such as `service` of `{{ $labels.service }}`.
    let spoken: Set<String>

    /// All of `infra/prometheus/rules` and `infra/grafana`.
    static func all() throws -> [Asking] {
        let rules = Tree.paths(endingIn: ".yml").filter { $0.hasPrefix("infra/prometheus/rules/") }
        let dashboards = Tree.paths(endingIn: ".json").filter { $0.hasPrefix("infra/grafana/") }
        return try rules.flatMap(ofRules) + dashboards.flatMap(ofDashboard)
    }

    private static func ofRules(_ path: String) throws -> [Asking] {
        let alerts = Tree.text(path).split(separator: "- alert: ").dropFirst()
        try #require(!alerts.isEmpty, "\(path) has no alerts")
        return try alerts.map { alert in
            // An expression goes on over the lines that are indented more than its key.
            let expression = try #require(alert.firstMatch(of: /expr: (?:>-\n)?((?:.*\n)(?: {10,}.*\n)*)/))
            let spoken = alert.matches(of: /\$labels\.([a-z_]+)/).map { String($0.1) }
            return Asking(path: path, expression: String(expression.1), spoken: Set(spoken))
        }
    }

    private static func ofDashboard(_ path: String) throws -> [Asking] {
        let dashboard = try JSONDecoder().decode(Dashboard.self, from: Data(Tree.text(path).utf8))
        try #require(!dashboard.panels.isEmpty, "\(path) shows nothing")
        return dashboard.panels.flatMap(\.targets).map { target in
            let spoken = (target.legendFormat ?? "").matches(of: /\{\{ ?([a-z_]+) ?\}\}/).map { String($0.1) }
            return Asking(path: path, expression: target.expr, spoken: Set(spoken))
        }
    }

    private struct Dashboard: Decodable {
        struct Panel: Decodable {
            struct Target: Decodable {
                let expr: String
                let legendFormat: String?
            }
            let targets: [Target]
        }
        let panels: [Panel]
    }
}
