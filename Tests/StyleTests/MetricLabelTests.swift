import Contracts
import TestKit
import Testing

/// Labels that rules and dashboards ask for. A wrong one is no error to Prometheus: it answers nothing, for ever. What
/// the services really show is compared with the same table by a journey.
@Suite("Labels of metrics")
struct MetricLabelTests {
    /// What a scrape adds to everything.
    private static let targets: Set = ["instance", "job", "service"]

    private let known: (String) -> Set<String>

    init() throws {
        let ours = try MetricTable.documented().labels
        let others = OtherMetrics.labels
        known = { name in
            let keys = ours[MetricNames.family(name)] ?? ours[name] ?? others[name] ?? []
            return keys.union(Self.targets).union(name.hasSuffix("_bucket") ? ["le"] : [])
        }
    }

    @Test("the table of metrics names all that are made, and no other")
    func table() throws {
        let made = Tree.productFiles.reduce(into: Set<String>()) { $0.formUnion(MetricNames.made(by: Tree.text($1))) }
        let named = Set(try MetricTable.documented().labels.keys)
        #expect(made.subtracting(named).isEmpty, "docs/monitoring.md lacks \(made.subtracting(named).sorted())")
        #expect(named.subtracting(made).isEmpty, "nobody makes \(named.subtracting(made).sorted())")
    }

    @Test("every label that a rule or a dashboard asks for, keeps or names is one of that metric")
    func labels() throws {
        for asking in try Asking.all() {
            let faults = faults(PromQL(asking.expression), asking.spoken)
            #expect(faults.isEmpty, "\(asking.path): \(faults) in \(asking.expression)")
        }
    }

    @Test("every message and queue that a rule or a dashboard asks for exists")
    func values() throws {
        let told =
            Topology.told.values.flatMap { types in types.map { $0.name.rawValue } } + [WebhookReceived.name.rawValue]
        let lanes = Topology.lanes.map(\.queue)
        for asking in try Asking.all() {
            for matcher in PromQL(asking.expression).matchers {
                let words = ["message": told, "messaging_destination_name": lanes, "lane": lanes][matcher.key]
                guard let words else { continue }
                let strangers = try Self.alternatives(matcher.value).filter { alternative in
                    let pattern = try Regex("(?:\(alternative))")
                    return try !words.contains { try pattern.wholeMatch(in: $0) != nil }
                }
                #expect(strangers.isEmpty, "\(asking.path) asks for \(matcher.key) \(strangers), which nobody is")
            }
        }
    }

    @Test("every job that a rule names is scraped, so is node_exporter, and somebody is told of alerts")
    func jobs() throws {
        let text = Tree.text("infra/prometheus/prometheus.yml")
        let jobs = Set(text.matches(of: /job_name: (\S+)/).map { String($0.1) })
        let named = try Asking.all().flatMap { PromQL($0.expression).matchers }.filter { $0.key == "job" }
        #expect(!named.isEmpty)
        #expect(Set(named.map(\.value)).subtracting(jobs).isEmpty, "prometheus.yml has only \(jobs.sorted())")
        // What shopos check writes comes through its textfile collector.
        #expect(jobs.contains("node"))
        #expect(text.contains("alertmanagers:"))
    }

    @Test("a label that a metric does not have is found wherever it stands")
    func reading() {
        func faults(_ text: String, _ spoken: Set<String> = []) -> [String] { self.faults(PromQL(text), spoken) }
        #expect(faults(#"sum by (lane) (shop_lane_up{lane="inventory.orders"})"#, ["lane"]).isEmpty)
        #expect(faults(#"shop_lane_up{queue="inventory.orders"}"#).count == 1)
        #expect(faults(#"sum by (kind) (rate(shop_work_jobs_total{work_kind=~"a(b|c)"}[5m])) > 1"#).count == 1)
        #expect(faults("sum by (le) (rate(shop_work_jobs_total[5m]))").count == 1, "a counter has no buckets")
        #expect(faults("sum by (le) (rate(shop_work_wait_seconds_bucket[5m]))").isEmpty)
        #expect(faults("sum by (lane) (shop_lane_up) / sum by (lane) (shop_work_open)").count == 1)
        #expect(faults("shop_lane_up and on (lane, vhost) shop_lane_deferred").count == 1)
        #expect(faults("max by (lane) (shop_lane_up) == 0", ["service"]).count == 1, "it is summed away")
        #expect(faults("shop_lane_up == 0", ["service", "lane"]).isEmpty)
        #expect(Self.alternatives("a.*|b(c|d)|e") == ["a.*", "b(c|d)", "e"])
    }

    private func faults(_ query: PromQL, _ spoken: Set<String>) -> [String] {
        var faults = query.matchers.filter { $0.metric != "ALERTS" && !known($0.metric).contains($0.key) }
            .map { "\($0.metric) has no \($0.key)" }
        for grouping in query.groupings {
            for metric in grouping.metrics {
                let missing = grouping.keys.filter { !known(metric).contains($0) && !query.made.contains($0) }
                faults += missing.map { "\(metric) has no \($0)" }
            }
        }
        let all = query.metrics.reduce(into: query.made) { $0.formUnion(known($1)) }
        faults += query.joints.filter { !all.contains($0) }.map { "nobody has \($0)" }
        faults += spoken.subtracting(query.left(of: known)).map { "\($0) is not left" }
        return faults
    }

    /// The parts between the bars of a pattern that stand in no bracket.
    private static func alternatives(_ pattern: String) -> [String] {
        var (parts, depth) = ([""], 0)
        for character in pattern {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == "|", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        return parts
    }
}

/// What RabbitMQ, the exporters beside it and Prometheus itself give, with the keys of its labels.
enum OtherMetrics {
    static let labels: [String: Set<String>] = Dictionary(
        Tree.text("infra/prometheus/others.txt").split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let words = line.split(separator: " ").map(String.init)
            return (words[0], Set(words.dropFirst()))
        }
    ) { first, _ in first }
}
