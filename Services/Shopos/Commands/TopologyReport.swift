import AMQP
import Contracts
import Messaging

/// What the broker lacks.
struct TopologyReport: Report {
    /// Nil: nobody can see it.
    var differences: [BrokerPlan.Difference]?
    /// For doing it by hand.
    var commands: [String]
    /// Whether the management user may not know what others may do.
    var areRightsUnseen = false
    /// What the broker did not let be declared.
    var refused: [TopologyDeclaration.Refusal] = []
    var isApplied = false
    var isDrift = false

    var status: Trouble.Status {
        let differs = (isDrift || isApplied) && !(differences ?? []).isEmpty
        return differs || !refused.isEmpty ? .amiss : .fine
    }

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
    private static func objects(
        _ management: Management, _ wanted: BrokerPlan = .wanted
    ) async throws -> TopologyReport {
        let found = try await differences(wanted, management)
        // With management `apply` makes what is missing and puts policies right. Those of others are theirs to change.
        let isLacking = found.contains { $0.kind == .missing || $0.kind == .different && $0.sort == "policy" }
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

    /// Declares over AMQP, sets policies over HTTP, and looks again. What the broker refuses keeps nothing else back.
    static func apply(
        _ broker: AMQPConfiguration, _ management: Management?, topology: BrokerTopology = Topology.broker,
        _ wanted: BrokerPlan = .wanted
    ) async throws -> TopologyReport {
        let refused = try await declare(topology, broker)
        guard let management else {
            var report = blind(vhost: broker.vhost)
            (report.isApplied, report.refused) = (true, refused)
            report.commands.removeFirst()
            return report
        }
        let known = Dictionary(try await management.policies().map { ($0.name, $0) }) { first, _ in first }
        for policy in wanted.policies where known[policy.name] != policy { try await management.put(policy) }
        var report = try await objects(management, wanted)
        report.isApplied = true
        // What a user may not declare may be there all the same.
        let lacking = Set((report.differences ?? []).map(\.name))
        report.refused = refused.filter { lacking.contains($0.name) }
        return report
    }

    private static func declare(
        _ topology: BrokerTopology, _ broker: AMQPConfiguration
    ) async throws(Trouble) -> [TopologyDeclaration.Refusal] {
        do throws(AMQPError) {
            return try await TopologyDeclaration.run(topology, on: broker.named("shopos topology"))
        } catch {
            throw Trouble(
                error.code == .accessRefused ? .amiss : .unavailable, code: "notDeclared",
                "the broker did not take the topology: \(error.message).")
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
                "MANAGEMENT_URL is not set, so nobody can see what the broker has and policies must be set by hand"
                    + (isApplied && refused.isEmpty ? "; all else was declared." : "."))
        }
        lines += refusals(style)
        if (differences ?? []).contains(where: \.isLeftAlone) {
            lines.append("What is there with other properties no command changes: see the runbook topology-differs.")
        }
        if areRightsUnseen {
            lines.append("Rights were not looked at: MANAGEMENT_URL does not name an administrator.")
        }
        return (lines + commands.map { "  " + $0 }).joined(separator: "\n")
    }

    /// One line for each piece, and one for all that the user may not declare.
    private func refusals(_ style: Style) -> [String] {
        let forbidden = refused.filter(\.isForbidden)
        let lines = refused.filter { !$0.isForbidden }.map { "\($0.sort) \($0.name) was refused: \($0.reason)" }
        let last = forbidden.first.map { first in
            "\(forbidden.count) were refused as the user may not declare them, the first: \(first.sort) \(first.name)"
        }
        return (lines + [last].compactMap(\.self)).map { style.paint($0, .bad) }
    }
}

extension BrokerPlan.Difference {
    /// Whether no declaration changes it: the broker compares, and keeps what it has.
    fileprivate var isLeftAlone: Bool { kind == .different && (sort == "queue" || sort == "exchange") }
}
