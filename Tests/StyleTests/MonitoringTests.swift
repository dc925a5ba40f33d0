import Testing

@Suite("Rules and dashboards")
struct MonitoringTests {
    private static let made = Tree.productFiles.reduce(into: Set<String>()) {
        $0.formUnion(MetricNames.made(by: Tree.text($1)))
    }
    /// What RabbitMQ and PostgreSQL's exporter were seen to give, and Prometheus itself.
    private static let others = Set(OtherMetrics.labels.keys)

    @Test("every metric that a rule or a dashboard asks for exists")
    func names() throws {
        var isAsked: Set<String> = []
        for asking in try Asking.all() {
            for name in MetricNames.asked(in: asking.expression) {
                let family = MetricNames.family(name)
                let exists = [name, family].contains { Self.made.contains($0) || Self.others.contains($0) }
                #expect(exists, "\(asking.path) asks for \(name), which nobody measures")
                isAsked.formUnion([name, family])
            }
        }
        #expect(Self.others.isSubset(of: isAsked), "nobody asks for \(Self.others.subtracting(isAsked).sorted())")
        let unseen = Self.made.subtracting(isAsked)
        #expect(unseen.isEmpty, "no rule and no dashboard shows \(unseen.sorted())")
    }

    @Test("every alert has a test that makes it fire and one that does not, and a page that says what to do")
    func alerts() {
        for path in Tree.paths(endingIn: ".yml") where path.hasPrefix("infra/prometheus/rules/") {
            let text = Tree.text(path)
            let tests = Tree.text(path.replacing("/rules/", with: "/tests/"))
            for match in text.matches(of: /- alert: (\w+)/) {
                let count = tests.matches(of: /name: '(\w+):/).count { $0.1 == match.1 }
                #expect(count >= 2, "\(match.1) has \(count) tests")
            }
            let pages = text.matches(of: /runbook: (\S+)/).map { String($0.1) }
            #expect(pages.count == text.matches(of: #/- alert: /#).count, "\(path): an alert has no page")
            for page in pages { #expect(Tree.paths.contains(page), "\(path) names \(page), which is not there") }
            for (match, page) in zip(text.matches(of: /- alert: (\w+)/), pages) {
                #expect(Tree.text(page).contains("`\(match.1)`"), "\(page) does not say that \(match.1) leads there")
            }
        }
    }

    @Test("names are read off code and expressions as Prometheus has them")
    func reading() {
        let code = #"Counter(label: "a.b", dimensions: d); Metrics.Timer(\#n label: "c.d"); gauge("e.f", lane, 1)"#
        #expect(MetricNames.made(by: code) == ["a_b_total", "c_d_seconds", "e_f"])
        let expression = #"sum by (le, some_label) (rate(a_b_total{c_d="e_f"}[5m])) / on (x_y) up == 0"#
        #expect(MetricNames.asked(in: expression) == ["a_b_total", "up"])
        #expect(MetricNames.family("c_d_seconds_bucket") == "c_d_seconds")
    }
}
