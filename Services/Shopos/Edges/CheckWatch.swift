import Contracts
import Foundation
import Logging
import ServiceKit
import Synchronization

/// Where a check that goes on tells what it has found.
struct CheckPlace: ServiceConfig {
    let host: String = setting("ADMIN_HOST", "address of the admin server", default: "127.0.0.1")
    let port: Int = setting(
        "ADMIN_PORT", "port of /livez, /readyz and /metrics (0: any free one)", default: 0, in: 0...65535)
}

/// Compares again and again, and tells what was found last: to people on the standard output, as figures at `/metrics`,
/// and as `/readyz`, which says no while something differs or could not be compared.
struct CheckWatch: Sendable {
    let rules: [Difference.Rule]
    let settle: Duration
    /// From one comparison to the next; zero: none is made, for a schedule that is switched off.
    let every: Duration
    /// Whether also orders that have long been over are compared.
    var all = false
    let place: CheckPlace
    /// Also written there.
    let file: String?
    let json: Bool

    /// What was found last, and the figures of it.
    private final class Found: Sendable {
        let figures = PrometheusRegistry()
        private let last = Mutex<CheckReport?>(nil)

        var report: CheckReport? { last.withLock { $0 } }

        func note(_ report: CheckReport) {
            report.record(in: figures)
            last.withLock { $0 = report }
        }
    }

    /// Goes on until it is told to stop.
    func run(_ switchboard: Switchboard) async throws -> Trouble.Status {
        let found = Found()
        // Whether the books are alike is no readiness of a service, so it is no `service.ready` either.
        let readiness = ReadinessMonitor(
            [.init("books") { try judge(found.report) }], metrics: PrometheusRegistry())
        let admin = AdminServer(
            host: place.host, port: place.port, readiness: readiness, metrics: found.figures, logger: Self.silent)
        return try await withThrowingTaskGroup { group in
            group.addTask { try await admin.run() }
            group.addTask { try await readiness.run() }
            group.addTask { try await compare(switchboard, found) }
            // Whoever ends first ends all: without its admin server nobody sees what it finds.
            let end = await group.nextResult()
            group.cancelAll()
            if Task.isCancelled { return .fine }
            if case .failure(let error) = end { throw error }
            return .amiss
        }
    }

    /// When somebody is asked again who did not answer.
    private static let again = Duration.seconds(30)
    private static let silent = Logger(label: "shopos") { _ in SwiftLogNoOpLogHandler() }

    private func compare(_ switchboard: Switchboard, _ found: Found) async throws {
        guard every > .zero else { return try await Task.sleep(for: .seconds(Int32.max)) }
        while !Task.isCancelled {
            var report = try await CheckReport.read(rules, settle: settle, all: all, switchboard)
            guard !Task.isCancelled else { return }
            found.note(report)
            if let file { report.fileTrouble = report.writeMetrics(to: file) }
            if !json { switchboard.terminal.say("\(report.at)") }
            try switchboard.terminal.show(report, asJSON: json, isOneOfMany: true)
            // Who did not answer may be only starting.
            let isKnown = report.rules.allSatisfy { $0.trouble == nil && $0.missed.isEmpty }
            try await Task.sleep(for: isKnown ? every : min(every, Self.again))
        }
    }

    private func judge(_ report: CheckReport?) throws {
        guard every > .zero else { return }
        guard let report else { throw NotReady(reason: "nothing has been compared yet") }
        if let sentence = report.complaint { throw NotReady(reason: sentence) }
    }
}

extension CheckReport {
    /// What is wrong, in one sentence; nil: nothing is.
    var complaint: String? {
        if let first = differences.first {
            return "\(differences.count) differ, the first: \(first.rule.rawValue) \(first.subject): \(first.sentence)"
        }
        let unchecked = rules.lazy.compactMap { rule in rule.trouble.map { "\(rule.rule.rawValue): \($0)" } }
        let unread = rules.lazy.compactMap { rule in
            rule.missed.first.map { first in
                "\(rule.rule.rawValue): \(rule.missed.count) could not be read, the first: \(first.subject): "
                    + first.reason
            }
        }
        return unchecked.first ?? unread.first
    }
}
