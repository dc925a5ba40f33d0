import AMQP
import ArgumentParser
import Contracts
import Foundation
import Logging
import Messaging

/// `shopos topology …`
struct TopologyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topology", abstract: "Exchanges, queues, bindings and policies: plan, apply, drift, definitions.",
        subcommands: [
            TopologyPlanCommand.self, TopologyApplyCommand.self, TopologyDriftCommand.self,
            TopologyDefinitionsCommand.self,
        ],
        defaultSubcommand: TopologyPlanCommand.self)
}

/// `shopos topology plan`
struct TopologyPlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "What `apply` would do, with the commands for doing it by hand.")

    @OptionGroup var session: Session

    func run() async throws {
        try await session.run { try await TopologyReport.plan($0) }
    }
}

/// `shopos topology drift`
struct TopologyDriftCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift", abstract: "How the broker differs from the topology; exit code 1 if it does.")

    @OptionGroup var session: Session

    func run() async throws {
        try await session.run { switchboard in
            guard switchboard.management != nil else {
                throw Trouble(
                    .configuration, code: "noManagement",
                    "MANAGEMENT_URL is not set: without it nobody can see what the broker has.")
            }
            var report = try await TopologyReport.plan(switchboard)
            report.isDrift = true
            return report
        }
    }
}

/// `shopos topology apply`
struct TopologyApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Declare what is missing, and set policies where the broker can be reached.",
        discussion: "Nothing is ever deleted, and a queue that is there with other arguments is left alone.")

    @OptionGroup var session: Session

    func run() async throws {
        try await session.run { try await TopologyReport.apply($0) }
    }
}

/// What the broker lacks.
struct TopologyReport: Report {
    /// Nil: nobody can see it.
    let differences: [BrokerPlan.Difference]?
    /// For doing it by hand.
    let commands: [String]
    var isApplied = false
    var isDrift = false

    var status: Trouble.Status { (isDrift || isApplied) && !(differences ?? []).isEmpty ? .amiss : .fine }

    /// Looks, where the broker lets us look.
    static func plan(_ switchboard: Switchboard) async throws -> TopologyReport {
        let wanted = BrokerPlan.wanted
        let vhost = switchboard.broker.vhost
        guard let management = switchboard.management else {
            return TopologyReport(
                differences: nil, commands: ["shopos topology apply"] + wanted.policies.map { $0.command(vhost: vhost) }
            )
        }
        let found = try await differences(wanted, management)
        // With management `apply` does all of it, policies included.
        let isLacking = found.contains { $0.kind != .unknown }
        return TopologyReport(differences: found, commands: isLacking ? ["shopos topology apply"] : [])
    }

    static func differences(
        _ wanted: BrokerPlan, _ management: Management
    ) async throws -> [BrokerPlan.Difference] {
        wanted.differences(
            exchanges: try await management.exchanges(), queues: try await management.queues(),
            bindings: try await management.bindings(), policies: try await management.policies())
    }

    /// Declares over AMQP, sets policies over HTTP, and looks again.
    static func apply(_ switchboard: Switchboard) async throws -> TopologyReport {
        try await declare(switchboard)
        guard let management = switchboard.management else {
            var report = try await plan(switchboard)
            report.isApplied = true
            return report
        }
        let wanted = BrokerPlan.wanted
        let known = Dictionary(try await management.policies().map { ($0.name, $0) }) { first, _ in first }
        for policy in wanted.policies where known[policy.name] != policy { try await management.put(policy) }
        var report = try await plan(switchboard)
        report.isApplied = true
        return report
    }

    /// A connection that comes up has declared everything.
    private static func declare(_ switchboard: Switchboard) async throws {
        let silent = Logger(label: "shopos") { _ in SwiftLogNoOpLogHandler() }
        let publisher = try AMQPPublisher(
            switchboard.broker.named("shopos topology"), topology: Topology.broker, logger: silent)
        let end = ContinuousClock.now + switchboard.patience
        while publisher.health.condition != .up, ContinuousClock.now < end {
            try await Task.sleep(for: .milliseconds(20))
        }
        let condition = publisher.health.condition
        await publisher.close()
        guard condition == .up else {
            throw Trouble(.amiss, code: "notDeclared", "the broker did not take the topology: \(condition).")
        }
    }

    func text(_ style: Style) -> String {
        var lines: [String] = []
        if let differences {
            if differences.isEmpty {
                lines.append(style.paint("The broker is as the topology says.", .good))
            } else {
                var table = Table(.text("WHAT"), .text("SORT"), .text("NAME"), .text("DETAIL"))
                for one in differences {
                    table.add(
                        Table.Cell(one.kind.rawValue, one.kind == .unknown ? .faint : .bad), Table.Cell(one.sort),
                        Table.Cell(one.name), Table.Cell(one.detail))
                }
                lines += table.lines(style)
            }
        } else {
            lines.append(
                "MANAGEMENT_URL is not set, so nobody can see what the broker has and policies must be set by hand.")
        }
        return (lines + commands.map { "  " + $0 }).joined(separator: "\n")
    }
}
