import ArgumentParser
import Contracts

/// `shopos repair …`
struct RepairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair", abstract: "Repairs of what `shopos check` has found; each leaves a receipt.",
        subcommands: [RepairOrderCommand.self, RepairLevelCommand.self])
}

/// `shopos repair order`
struct RepairOrderCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "order", abstract: "Have an order's stock decided anew, from the order as it is now.",
        discussion: """
            For a stock state that the order does not allow, or one of a version that the order does not have. What is \
            set aside stays so where it is right.
            """)

    @OptionGroup var session: Session
    @OptionGroup var repair: RepairOptions

    @Argument(help: "The order: our id, or the channel's.")
    var order: String

    func run() async throws {
        let (order, mark) = (order, repair.mark())
        try await session.run { switchboard in
            let question = OrderResend(order: order, repair: mark)
            let told = try await switchboard.ask(question)
            guard let id = OrderID(told.subject), let tenant = told.tenant, let version = told.version else {
                throw Trouble(.amiss, code: "tooOld", "ingestion is of a version that does not tell what it told.")
            }
            // Only after that: a version that comes in between is news by itself.
            _ = try await switchboard.ask(StockReopen(order: id, tenant: tenant, version: version, repair: mark))
            return ReceiptReport(receipt: try await switchboard.ask(question))
        }
    }
}

/// `shopos repair level`
struct RepairLevelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "level", abstract: "Put the levels of a SKU back to what its moves, orders and holds come to.",
        discussion: """
            For levels that somebody has changed past the program: the moves are the truth of what is there, orders \
            and holds of what is promised. Refused where more is promised than is there by the moves.
            """)

    @OptionGroup var session: Session
    @OptionGroup var repair: RepairOptions

    @Option(name: .long, help: "The brand.")
    var tenant: String

    @Argument(help: "The brand's code of the SKU.")
    var code: String

    mutating func validate() throws {
        if TenantID(tenant) == nil { throw ValidationError("--tenant must be a UUID, not '\(tenant)'.") }
    }

    func run() async throws {
        let question = LevelRepair(tenant: TenantID(tenant) ?? .platform, code: code, repair: repair.mark())
        try await session.run { ReceiptReport(receipt: try await $0.ask(question)) }
    }
}
