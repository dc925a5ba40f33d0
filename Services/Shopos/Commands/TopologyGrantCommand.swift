import ArgumentParser
import Contracts

/// `shopos topology grant`
struct TopologyGrantCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "grant", abstract: "Give the broker's users their rights; users themselves are made elsewhere.",
        discussion: """
            Over MANAGEMENT_URL, as an administrator. Rights that are more than a user needs are taken back. A user \
            that is not there is named, and the command ends with 1.
            """)

    @OptionGroup var session: Session

    func run() async throws {
        try await session.run { switchboard in
            guard let management = switchboard.management else {
                throw Trouble(
                    .configuration, code: "noManagement",
                    "MANAGEMENT_URL is not set: `shopos topology users` lists the commands for doing it by hand.")
            }
            return try await GrantReport.grant(management)
        }
    }
}

/// Which users have their rights now.
struct GrantReport: Report {
    let granted: [String]
    /// Nobody has made them.
    let missing: [String]

    var status: Trouble.Status { missing.isEmpty ? .fine : .amiss }

    static func grant(_ management: Management) async throws(Trouble) -> GrantReport {
        let there = Set(try await management.users())
        let users = Topology.users.filter { there.contains($0.name) }
        let rights = UserRights(users, vhost: management.vhost)
        for permission in rights.permissions { try await management.put(permission) }
        for permission in rights.topicPermissions { try await management.put(permission) }
        return GrantReport(
            granted: users.map(\.name), missing: Topology.users.map(\.name).filter { !there.contains($0) })
    }

    func text(_ style: Style) -> String {
        var table = Table(.text("USER"), .text("RIGHTS"))
        for name in granted { table.add(Table.Cell(name), Table.Cell("given", .good)) }
        for name in missing {
            table.add(Table.Cell(name), Table.Cell("not there: rabbitmqctl add_user \(name)", .bad))
        }
        return table.lines(style).joined(separator: "\n")
    }
}
