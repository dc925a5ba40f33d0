import ArgumentParser

/// `shopos work …`
struct WorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "work", abstract: "What takes time or talks to partners: look, retry, cancel, hurry, stop.",
        subcommands: [
            WorkListCommand.self, WorkRetryCommand.self, WorkCancelCommand.self, WorkHurryCommand.self,
            WorkPauseCommand.self, WorkResumeCommand.self,
        ],
        defaultSubcommand: WorkListCommand.self)
}
