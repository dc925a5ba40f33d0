import ArgumentParser
import Contracts
import Foundation
import ServiceKit

/// `shopos check`
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Compare what services and partners hold to be true; exit code 1 if it differs.",
        discussion: """
            Services are always a moment apart, so what differs is looked at again after --settle seconds, and only \
            what still differs is told. Made for a schedule: nothing is changed. With --every it goes on by itself, \
            and tells what it found last at ADMIN_HOST and ADMIN_PORT: /metrics for Prometheus, and /readyz, which \
            says no while something differs. Rules: orderStock, handedOver, ledger, labels, channelStock.
            """)

    @OptionGroup var session: Session

    @Option(name: .long, help: "Seconds until what differs is looked at again, 0 to 600.")
    var settle: Double = 5

    @Option(name: .long, help: "Also write what was found to this file, in Prometheus' text format.")
    var metrics: String?

    @Option(name: .long, help: "Go on, with so many seconds between, up to 86400; 0: stay, and compare nothing.")
    var every: Double?

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
        let (settle, rules) = (settle, rule.isEmpty ? Difference.Rule.allCases : rule)
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
                rules: rules, settle: .seconds(settle), every: .seconds(every), place: place, file: metrics,
                json: session.json)
            return try await session.follow { try await watch.run($0) }
        }
        try await session.run { switchboard in
            let report = try await CheckReport.read(rules, settle: .seconds(settle), switchboard)
            if let metrics { try report.writeMetrics(to: metrics) }
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
        /// What is older was not compared; nil: everything was.
        var since: Instant?
    }

    let rules: [Scope]
    let differences: [Difference]
    let at: Instant

    var status: Trouble.Status {
        let known = differences.isEmpty ? Trouble.Status.fine : .amiss
        return rules.contains { $0.trouble != nil } ? max(known, .unavailable) : known
    }

    /// Compares by every rule, twice where something differs.
    static func read(
        _ rules: [Difference.Rule], settle: Duration, _ switchboard: Switchboard
    ) async throws -> CheckReport {
        var scopes: [Scope] = []
        var all: [Difference] = []
        for group in Comparison.allCases where rules.contains(where: group.rules.contains) {
            let comparing = group.rules.filter(rules.contains)
            do throws(Trouble) {
                let result = try await group.compare(switchboard, settle: settle)
                let found = result.differences.filter { comparing.contains($0.rule) }
                all += found
                scopes += comparing.map { rule in
                    Scope(
                        rule: rule, compared: result.compared, differences: found.count { $0.rule == rule },
                        trouble: nil, since: result.since)
                }
            } catch {
                scopes += comparing.map { Scope(rule: $0, compared: 0, differences: 0, trouble: error.sentence) }
            }
        }
        return CheckReport(rules: scopes, differences: all, at: Instant(Date()))
    }

    func text(_ style: Style) -> String {
        var table = Table(.text("RULE"), .number("COMPARED"), .number("DIFFER"), .text(""))
        for scope in rules {
            let isFine = scope.trouble == nil && scope.differences == 0
            table.add(
                Table.Cell(scope.rule.rawValue), Table.Cell("\(scope.compared)"), Table.Cell("\(scope.differences)"),
                isFine
                    ? Table.Cell("ok" + bound(scope), .good)
                    : Table.Cell((scope.trouble ?? "differs") + bound(scope), .bad))
        }
        let lines = differences.prefix(Self.mostShown).flatMap { one in
            [
                "", style.paint("\(one.rule.rawValue) \(one.subject): \(one.sentence)", .bad),
                "  " + Plain.line(one.repair),
            ]
        }
        let rest = differences.count - Self.mostShown
        return (table.lines(style) + lines + (rest > 0 ? ["", "… and \(rest) more; --json lists all."] : []))
            .joined(separator: "\n")
    }

    private func bound(_ scope: Scope) -> String { scope.since.map { ", since \($0) alone" } ?? "" }

    private static let mostShown = 100
}
