import ArgumentParser
import Contracts

/// `shopos lender …`
struct LenderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lender", abstract: "Who may be given consents to read scores.",
        subcommands: [LenderAddCommand.self])
}

/// `shopos lender add`
struct LenderAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Make a key for a lender, and the lender itself where there is none of its name.",
        discussion: "The key reads scores by consents, and nothing else. Its text is told this once.")

    @OptionGroup var session: Session

    @Argument(help: "What the lender is called.")
    var name: String

    func run() async throws {
        let question = LenderAdd(name: name)
        try await session.run { LenderReport(new: try await $0.ask(question)) }
    }
}

/// A lender's new key.
struct LenderReport: Report {
    let new: NewLender

    func text(_ style: Style) -> String {
        """
        \(new.lender.name) is the lender \(new.lender.id), which applicants name in their consents.
        Its key, told this once: \(new.key.secret ?? "")
        """
    }
}
