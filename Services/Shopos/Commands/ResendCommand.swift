import ArgumentParser
import Contracts

/// `shopos resend …`
struct ResendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resend",
        abstract: "Repairs: tell something once more. Each leaves a receipt.",
        subcommands: [ResendOrderCommand.self, ResendStockCommand.self, ResendQueueCommand.self])
}

/// `shopos resend order`
struct ResendOrderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order", abstract: "Tell an order's present state once more, for services that have lost it.")

    @OptionGroup var session: Session
    @OptionGroup var repair: RepairOptions

    @Argument(help: "The order: our id, or the channel's.")
    var order: String

    func run() async throws {
        let question = OrderResend(order: order, repair: repair.mark())
        try await session.run { ReceiptReport(receipt: try await $0.ask(question)) }
    }
}

/// `shopos resend stock`
struct ResendStockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stock", abstract: "Tell the channels all stock of a brand once more, as it should be now.")

    @OptionGroup var session: Session
    @OptionGroup var repair: RepairOptions

    @Option(name: .long, help: "The brand.")
    var tenant: String

    mutating func validate() throws {
        if TenantID(tenant) == nil { throw ValidationError("--tenant must be a UUID, not '\(tenant)'.") }
    }

    func run() async throws {
        let (tenant, mark) = (TenantID(tenant) ?? .platform, repair.mark())
        try await session.run { switchboard in
            // Inventory knows brands by their stock alone, so it would tell nothing of one that is misspelt. Where
            // Accounts does not answer the repair goes on all the same.
            let brands = try? await Facts.all(.tenants, at: "accounts", switchboard)
            if let brands, !brands.contains(where: { $0.tenant == tenant }) {
                throw Trouble(.amiss, code: "unknownTenant", "there is no brand \(tenant).")
            }
            return ReceiptReport(receipt: try await switchboard.ask(StockResend(tenant: tenant, repair: mark)))
        }
    }
}

/// A repair's receipt.
struct ReceiptReport: Report {
    let receipt: RepairReceipt

    func text(_ style: Style) -> String {
        style.paint(
            "\(receipt.sentence) (\(receipt.action) of \(receipt.subject) by \(receipt.actor) at \(receipt.at))", .good)
    }
}
