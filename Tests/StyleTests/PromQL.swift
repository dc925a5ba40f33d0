/// What an expression of PromQL says of labels.
struct PromQL {
    /// A label that is asked for, and where.
    struct Matcher: Hashable {
        let metric: String
        let key: String
        let value: String
    }

    /// Labels that are kept of some metrics: `by (keys) (…metrics…)`.
    struct Grouping: Hashable {
        let keys: [String]
        let metrics: Set<String>
    }

    let matchers: [Matcher]
    let groupings: [Grouping]
    /// Every metric that is asked for.
    let metrics: Set<String>
    /// What `on (…)` compares by.
    let joints: [String]
    /// Labels that the expression makes itself.
    let made: Set<String>
    /// Whether something is summed up, so that only what is grouped by is left.
    let isAggregated: Bool

    init(_ text: String) {
        matchers = text.matches(of: /\b([a-zA-Z_]+)\{([^}]*)\}/).flatMap { selector in
            selector.2.matches(of: /([a-z_]+) ?(?:=~|!~|!=|=) ?"([^"]*)"/).map { match in
                Matcher(metric: String(selector.1), key: String(match.1), value: String(match.2))
            }
        }
        made = Set(text.matches(of: /label_replace\([^"]*"([a-z_]+)"/).map { String($0.1) })
        // Words in quotes are nobody's names, and brackets in them close nothing.
        let bare = text.replacing(/"[^"]*"/, with: #""""#)
        metrics = MetricNames.asked(in: bare)
        joints = bare.matches(of: /\bon ?\(([^)]*)\)/).flatMap { Self.keys($0.1) }
        groupings = bare.matches(of: /\bby ?\(([^)]*)\)\s*\(/).map { match in
            Grouping(
                keys: Self.keys(match.1),
                metrics: MetricNames.asked(in: String(Self.operand(bare[match.range.upperBound...]))))
        }
        isAggregated = bare.firstMatch(of: /\b(?:sum|min|max|avg|count)\b/) != nil
    }

    /// The labels that a sentence about the result can name.
    func left(of labels: (String) -> Set<String>) -> Set<String> {
        let grouped = Set(groupings.flatMap(\.keys))
        return isAggregated ? grouped : metrics.reduce(into: made) { $0.formUnion(labels($1)) }
    }

    private static func keys(_ list: Substring) -> [String] {
        list.matches(of: /[a-z_]+/).map { String($0.output) }
    }

    /// Up to the bracket that closes what was opened before.
    private static func operand(_ rest: Substring) -> Substring {
        var depth = 1
        for index in rest.indices {
            if rest[index] == "(" { depth += 1 }
            if rest[index] == ")" { depth -= 1 }
            if depth == 0 { return rest[..<index] }
        }
        return rest
    }
}
