import TestKit
import Testing

/// What every service shows at `/metrics`, at one moment.
struct Scrape: Sendable {
    /// One line of a service's exposition.
    struct Line: Sendable {
        let service: String
        let sample: Exposition.Sample
    }

    /// The most series of one name that a service of this size may show; the exporter's limit is 500.
    static let mostSeries = 250

    private(set) var lines: [Line] = []
    /// What each metric is, such as `histogram`, by its name.
    private(set) var types: [String: String] = [:]

    /// Reads all services that have an admin port.
    static func of(_ house: House) async throws -> Scrape {
        var scrape = Scrape()
        for service in House.everything where service != "sandbox" {
            let answer = try await house.admin(service).get("/metrics")
            let exposition = try Exposition(try #require(answer.body.text, "\(service): \(answer.body)"))
            scrape.types.merge(exposition.types) { _, new in new }
            scrape.lines += exposition.samples.map { Line(service: service, sample: $0) }
        }
        return scrape
    }

    /// The values of a metric, of a histogram with its ending: what has at least these labels.
    func values(_ name: String, of service: String? = nil, _ labels: [String: String] = [:]) -> [Double] {
        lines.filter { line in
            line.sample.name == name && (service == nil || line.service == service)
                && labels.allSatisfy { line.sample.labels[$0.key] == $0.value }
        }.map(\.sample.value)
    }

    /// The sum of those values.
    func sum(_ name: String, of service: String? = nil, _ labels: [String: String] = [:]) -> Double {
        values(name, of: service, labels).reduce(0, +)
    }

    /// The names of all metrics, with what histograms add taken off.
    var names: Set<String> { Set(types.keys) }

    /// What a table of metrics does not say, or says otherwise; in sentences.
    func differences(from table: MetricTable) -> Set<String> {
        var differences: Set<String> = []
        for line in lines {
            let sample = line.sample
            let name = family(sample.name)
            var keys = Set(sample.labels.keys)
            if types[name] == "histogram" { keys.remove("le") }
            if table.labels[name] != keys {
                let told = table.labels[name].map { "\($0.sorted())" } ?? "nothing"
                differences.insert("\(line.service) shows \(name) by \(keys.sorted()), the table has \(told)")
            }
            if !sample.value.isFinite || sample.value < 0 {
                differences.insert("\(line.service): \(sample.name) \(sample.labels) is \(sample.value)")
            }
        }
        return differences
    }

    /// How many series a service shows of each name; of a histogram each distribution counts once.
    var series: [String: Int] {
        lines.reduce(into: [:]) { counts, line in
            guard line.sample.labels["le"] == nil || line.sample.labels["le"] == "+Inf" else { return }
            let name = line.sample.name
            guard types[name] != nil || name.hasSuffix("_bucket") else { return }
            counts["\(line.service) \(family(name))", default: 0] += 1
        }
    }

    private func family(_ name: String) -> String {
        guard types[name] == nil else { return name }
        for ending in ["_bucket", "_sum", "_count"] where name.hasSuffix(ending) {
            return String(name.dropLast(ending.count))
        }
        return name
    }
}

extension House {
    /// The admin port of a service.
    func admin(_ service: String) -> Door {
        Door(http: gateway.http, address: plan.ports.address(service))
    }
}
