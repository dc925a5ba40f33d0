import ArgumentParser

/// `shopos topology …`
struct TopologyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topology", abstract: "What the broker must have: plan, apply, drift, definitions, users, grant.",
        subcommands: [
            TopologyPlanCommand.self, TopologyApplyCommand.self, TopologyDriftCommand.self,
            TopologyDefinitionsCommand.self, TopologyUsersCommand.self, TopologyGrantCommand.self,
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
        discussion: """
            Piece by piece: nothing is ever deleted, and a queue or an exchange that is there with other properties is \
            named and left alone, while all the rest is declared. Exit code 1 when the broker is not as it should be \
            afterwards, as far as it can be seen: without MANAGEMENT_URL policies stay unset, with the commands for it.
            """)

    @OptionGroup var session: Session

    func run() async throws {
        try await session.run { try await TopologyReport.apply($0.broker, $0.management) }
    }
}
