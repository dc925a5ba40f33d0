import ArgumentParser

/// `shopos failures …`
struct FailuresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "failures", abstract: "Messages that could not be handled: look, replay, discard.",
        subcommands: [
            FailuresListCommand.self, FailuresShowCommand.self, FailuresReplayCommand.self,
            FailuresDiscardCommand.self,
        ],
        defaultSubcommand: FailuresListCommand.self)
}
