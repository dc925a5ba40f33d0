/// The families of a registry and the rules that bound them; a value that its registry guards with a lock.
struct SeriesStore: Sendable {
    /// What a metric means, told before its first use.
    struct Description: Sendable {
        var help: String
        var buckets: Buckets?
    }

    /// Why something was not kept as it was asked for.
    enum Overflow: String {
        /// The metric has too many series already.
        case series
        /// There are too many names already.
        case names
        /// The name belongs to a metric of another kind.
        case kind
    }

    /// What is asked for: a name with its labels, and the kind of what it names.
    struct Request {
        let label: String
        let suffix: String
        let dimensions: [(String, String)]
        let kind: Family.Kind
    }

    let limits: PrometheusRegistry.Limits
    private(set) var families: [String: Family] = [:]
    var descriptions: [String: Description] = [:]

    init(limits: PrometheusRegistry.Limits) {
        self.limits = limits
    }

    /// The series of a name and its labels: the one that is there, a new one, or the one where the overflow adds up.
    mutating func series<Kept: Series>(_ request: Request, make: (Buckets?) -> Kept) -> Kept {
        let name = MetricName.family(request.label, suffix: request.suffix)
        let description = descriptions[request.label]
        guard families[name] != nil || families.count < limits.names else {
            count(.names, of: "(any)")
            return make(description?.buckets)
        }
        let family = families[name] ?? Family(name: name, kind: request.kind, help: description?.help ?? request.label)
        guard family.kind == request.kind else {
            count(.kind, of: name)
            return make(description?.buckets)
        }
        families[name] = family
        return place(LabelSet(request.dimensions), in: family) { make(description?.buckets) }
    }

    /// Forgets a series.
    mutating func remove(_ series: AnyObject) {
        for (name, family) in families {
            guard let labels = family.series.first(where: { $0.value === series })?.key else { continue }
            families[name]?.series[labels] = nil
            return
        }
    }

    private mutating func place<Kept: Series>(_ labels: LabelSet, in family: Family, make: () -> Kept) -> Kept {
        if let kept = family.series[labels] as? Kept { return kept }
        let isFull = family.series.count >= limits.seriesPerName
        if isFull { count(.series, of: family.name) }
        let place = isFull ? LabelSet.overflow : labels
        let series = family.series[place] as? Kept ?? make()
        families[family.name]?.series[place] = series
        return series
    }

    private mutating func count(_ overflow: Overflow, of metric: String) {
        let name = "metrics_overflow_total"
        let labels = LabelSet([("metric", metric), ("reason", overflow.rawValue)])
        let help = "Metrics that were asked for and not kept as such, by name and reason"
        var family = families[name] ?? Family(name: name, kind: .counter, help: help)
        let counter = family.series[labels] as? CounterSeries ?? CounterSeries()
        counter.increment(by: Int64(1))
        family.series[labels] = counter
        families[name] = family
    }
}
