import AMQP
import Contracts
import Logging
import Messaging

/// What the broker lacks.
struct TopologyReport: Report {
    /// Nil: nobody can see it.
    var differences: [BrokerPlan.Difference]?
    /// For doing it by hand.
    var commands: [String]
    /// Whether the management user may not know what others may do.
    var areRightsUnseen = false
    var isApplied = false
    var isDrift = false

    var status: Trouble.Status { (isDrift || isApplied) && !(differences ?? []).isEmpty ? .amiss : .fine }

    /// Looks, where the broker lets us look.
    static func plan(_ switchboard: Switchboard) async throws -> TopologyReport {
        guard let management = switchboard.management else { return blind(vhost: switchboard.broker.vhost) }
        var report = try await objects(management)
        guard let rights = try await rights(management) else {
            report.areRightsUnseen = true
            return report
        }
        report.differences? += rights
        if !rights.isEmpty { report.commands.append("shopos topology grant") }
        return report
    }

    /// Nobody can see what the broker has.
    private static func blind(vhost: String) -> TopologyReport {
        let policies = BrokerPlan.wanted.policies.map { $0.command(vhost: vhost) }
        return TopologyReport(differences: nil, commands: ["shopos topology apply"] + policies)
    }

    /// All but rights, which `apply` does not give.
    private static func objects(_ management: Management) async throws -> TopologyReport {
        let found = try await differences(.wanted, management)
        // With management `apply` does all of it, policies included; those of others are theirs to change.
        let isLacking = found.contains { $0.kind != .unknown && $0.sort != "foreign policy" }
        return TopologyReport(differences: found, commands: isLacking ? ["shopos topology apply"] : [])
    }

    /// How the rights of the platform's users differ; nil: whoever asks may not know them.
    static func rights(_ management: Management) async throws(Trouble) -> [BrokerPlan.Difference]? {
        do throws(Trouble) {
            let there = UserRights(
                permissions: try await management.permissions(),
                topicPermissions: try await management.topicPermissions())
            return UserRights(vhost: management.vhost).differences(there)
        } catch {
            guard ["management401", "management403"].contains(error.code) else { throw error }
            return nil
        }
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
            var report = blind(vhost: switchboard.broker.vhost)
            report.isApplied = true
            return report
        }
        let wanted = BrokerPlan.wanted
        let known = Dictionary(try await management.policies().map { ($0.name, $0) }) { first, _ in first }
        for policy in wanted.policies where known[policy.name] != policy { try await management.put(policy) }
        var report = try await objects(management)
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
        if areRightsUnseen {
            lines.append("Rights were not looked at: MANAGEMENT_URL does not name an administrator.")
        }
        return (lines + commands.map { "  " + $0 }).joined(separator: "\n")
    }
}
