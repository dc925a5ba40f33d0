import ArgumentParser

/// The operator's command line: looks into every service and repairs by hand, over the broker.
@main struct App: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shopos",
        abstract: "Look into the platform's services, and repair by hand.",
        discussion: """
            Speaks over RabbitMQ as the broker user `operator`; AMQP_URL says where. With MANAGEMENT_URL it also shows \
            what only the broker knows. Exit codes: 0 all is well, 1 something is not, or was refused, 64 wrong usage, \
            69 a service or the broker does not answer, 78 a wrong setting.
            """,
        subcommands: [
            StatusCommand.self, QueuesCommand.self, FailuresCommand.self, WorkCommand.self, OutboxCommand.self,
            PartnersCommand.self, TraceCommand.self, AutomationCommand.self, TopologyCommand.self, CheckCommand.self,
            ResendCommand.self, RepairCommand.self, ReceiptsCommand.self, WatchCommand.self, LenderCommand.self,
            CreditCommand.self,
        ])
}
