import ArgumentParser
import Contracts
import Foundation
import ServiceKit

/// `shopos check`
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Compare what services and partners hold to be true; exit code 1 if something differs.",
        discussion: """
            Services are always a moment apart, so what differs is looked at again after --settle seconds, and only \
            what still differs is told. Made for a schedule: nothing is changed. With --every it goes on by itself, \
            and tells what it found last at ADMIN_HOST and ADMIN_PORT: /metrics for Prometheus, and /readyz, which \
            says no while something differs. Of orders those are compared that are open or have changed in the last 7 \
            days; with --all every one that was ever accepted. Exit code 69 if nothing that was compared differs, and \
            something could not be compared. Rules: orderStock, handedOver, ledger, parcels, labels, \
            channelStock.
            """)

    @OptionGroup var session: Session

    @Option(name: .long, help: "Seconds until what differs is looked at again, 0 to 600.")
    var settle: Double = 5

    @Option(name: .long, help: "Also write what was found to this file, in Prometheus' text format.")
    var metrics: String?

    @Option(name: .long, help: "Go on, with so many seconds between, up to 86400; 0: stay, and compare nothing.")
    var every: Double?

    @Flag(name: .long, help: "Compare all orders, also those that have long been over.")
    var all = false

    @Option(name: .long, help: "Only this rule; may be repeated.")
    var rule: [Difference.Rule] = []

    mutating func validate() throws {
        guard (0...600).contains(settle) else { throw ValidationError("--settle must be from 0 to 600 seconds.") }
        guard (0...86_400).contains(every ?? 0) else {
            throw ValidationError("--every must be from 0 to 86400 seconds.")
        }
    }

    private static let shortestTimeout = 30.0

    func run() async throws {
        let (settle, all, rules) = (settle, all, rule.isEmpty ? Difference.Rule.allCases : rule)
        // Partners are asked within their budgets, which may take a while.
        var session = session
        session.timeout = max(session.timeout, Self.shortestTimeout)
        let metrics = metrics
        if let every {
            let place: CheckPlace
            do {
                place = try Settings.environment.read(CheckPlace.self)
            } catch {
                Terminal().complain("shopos: \(error.sentence)")
                throw ExitCode(Trouble.Status.configuration.rawValue)
            }
            let watch = CheckWatch(
                rules: rules, settle: .seconds(settle), every: .seconds(every), all: all, place: place, file: metrics,
                json: session.json)
            return try await session.follow { try await watch.run($0) }
        }
        try await session.run { switchboard in
            var report = try await CheckReport.read(rules, settle: .seconds(settle), all: all, switchboard)
            if let metrics { report.fileTrouble = report.writeMetrics(to: metrics) }
            return report
        }
    }
}

extension Difference.Rule: ExpressibleByArgument {}

/// What differs.
struct CheckReport: Report {
    /// How much was compared by one rule.
    struct Scope: Encodable, Sendable {
        let rule: Difference.Rule
        let compared: Int
        let differences: Int
        /// Why the rule could not be checked.
        let trouble: String?
        /// What is older was not compared, of orders what is over and older; nil: everything was.
        var since: Instant?
        /// What was left out for a good reason, a sentence each.
        var notes: [String] = []
        /// What could not be read, and so was not compared.
        var missed: [MissedFacts] = []
    }

    let rules: [Scope]
    let differences: [Difference]
    let at: Instant
    /// Why the figures could not be written where they were wanted; nil: they were, or nobody wanted them.
    var fileTrouble: String?

    /// What differs wants somebody, whatever else could not be compared or written.
    var status: Trouble.Status {
        if !differences.isEmpty { return .amiss }
        if fileTrouble != nil { return .configuration }
        return rules.contains { $0.trouble != nil || !$0.missed.isEmpty } ? .unavailable : .fine
    }

    /// How far back orders are compared: what happened to older ones was compared while it was new.
    private static let lookback = Duration.seconds(7 * 86_400)

    /// Compares by every rule, twice where something differs.
    ///
    /// - Parameter all: Whether also orders that have long been over are compared.
    static func read(
        _ rules: [Difference.Rule], settle: Duration, all isAll: Bool, _ switchboard: Switchboard
    ) async throws -> CheckReport {
        let since = isAll ? nil : Instant(Date() - Double(lookback.components.seconds))
        var scopes: [Scope] = []
        var all: [Difference] = []
        for group in Comparison.allCases where rules.contains(where: group.rules.contains) {
            let comparing = group.rules.filter(rules.contains)
            do throws(Trouble) {
                let result = try await group.compare(switchboard, settle: settle, since: since)
                let found = result.differences.filter { comparing.contains($0.rule) }
                all += found
                scopes += comparing.map { rule in
                    Scope(
                        rule: rule, compared: result.compared, differences: found.count { $0.rule == rule },
                        trouble: nil, since: result.since, notes: result.notes, missed: result.missed)
                }
            } catch {
                scopes += comparing.map { Scope(rule: $0, compared: 0, differences: 0, trouble: error.sentence) }
            }
            // Nobody waits for the rest, and what was not looked at is not unknown.
            try Task.checkCancellation()
        }
        return CheckReport(rules: scopes, differences: all, at: Instant(Date()))
    }

    func text(_ style: Style) -> String {
        var table = Table(.text("RULE"), .number("COMPARED"), .number("DIFFER"), .text(""))
        for scope in rules {
            table.add(
                Table.Cell(scope.rule.rawValue), Table.Cell("\(scope.compared)"), Table.Cell("\(scope.differences)"),
                ending(scope))
        }
        let lines = differences.prefix(Self.mostShown).flatMap { one in
            [
                "", style.paint("\(one.rule.rawValue) \(one.subject): \(one.sentence)", .bad),
                "  " + Plain.line(one.repair),
            ]
        }
        let rest = differences.count - Self.mostShown
        return
            (table.lines(style) + rules.flatMap { leftOut($0, style) } + lines
            + (rest > 0 ? ["", "… and \(rest) more; --json lists all."] : [])
            + (fileTrouble.map { ["", style.paint(Plain.line($0), .bad)] } ?? []))
            .joined(separator: "\n")
    }

    private func ending(_ scope: Scope) -> Table.Cell {
        let isFine = scope.trouble == nil && scope.differences == 0 && scope.missed.isEmpty
        let said = scope.trouble ?? (scope.differences > 0 ? "differs" : isFine ? "ok" : "incomplete")
        return Table.Cell(said + bound(scope), isFine ? .good : .bad)
    }

    private func bound(_ scope: Scope) -> String {
        guard let since = scope.since else { return "" }
        let isOfOrders = Comparison.orders.rules.contains(scope.rule)
        return isOfOrders ? ", of those open or changed since \(since)" : ", since \(since) alone"
    }

    /// What is not in the figures of a rule. Orders are read once for two rules.
    private func leftOut(_ scope: Scope, _ style: Style) -> [String] {
        guard scope.rule != .handedOver || !rules.contains(where: { $0.rule == .orderStock }) else { return [] }
        let notes = scope.notes.map { "\(scope.rule.rawValue): \($0)." }
        let missed = scope.missed.prefix(Self.mostMissed).map { one in
            let tenant = one.tenant == .platform ? "" : " of tenant \(one.tenant)"
            return style.paint(
                Plain.line("\(scope.rule.rawValue): without \(one.subject)\(tenant): \(one.reason)."), .bad)
        }
        let rest = scope.missed.count - Self.mostMissed
        let all = notes + missed + (rest > 0 ? ["… without \(rest) more; --json lists all."] : [])
        return all.isEmpty ? [] : [""] + all
    }

    private static let mostShown = 100
    private static let mostMissed = 20
}
