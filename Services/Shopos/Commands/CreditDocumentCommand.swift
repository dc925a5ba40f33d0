import ArgumentParser
import Contracts

/// `shopos credit document`
struct CreditDocumentCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "document",
        abstract: "Say what was found of a paper that a person has declared; what is refused counts as missing.",
        discussion: "Leaves a receipt in the person's log of actions, and has the person scored anew.")

    @OptionGroup var session: Session

    @Argument(help: "The person.")
    var subject: String

    @Argument(help: "The paper, such as businessEntity.")
    var paper: String

    @Argument(help: "What was found: verified or refused.")
    var verdict: String

    @Option(name: .long, help: "The market, such as US, where the paper was declared for several.")
    var market: String?

    @Option(name: .long, help: "What the person is told.")
    var note: String?

    mutating func validate() throws {
        if TenantID(subject) == nil { throw ValidationError("the person must be a UUID, not '\(subject)'.") }
        guard DocumentRecord.Kind(rawValue: paper) != nil else {
            let words = DocumentRecord.Kind.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("the paper must be one of \(words), not '\(paper)'.")
        }
        guard DocumentSettle.Verdict(rawValue: verdict) != nil else {
            throw ValidationError("what was found must be verified or refused, not '\(verdict)'.")
        }
    }

    func run() async throws {
        guard let question else { return }
        try await session.run { ReceiptReport(receipt: try await $0.ask(question)) }
    }

    /// What is asked of Credit; nil where a word is wrong.
    var question: DocumentSettle? {
        guard let subject = TenantID(subject), let document = DocumentRecord.Kind(rawValue: paper),
            let verdict = DocumentSettle.Verdict(rawValue: verdict)
        else { return nil }
        return DocumentSettle(subject: subject, document: document, market: market, verdict: verdict, note: note)
    }
}
