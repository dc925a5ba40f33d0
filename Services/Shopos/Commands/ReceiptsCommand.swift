import ArgumentParser
import Contracts
import Foundation

/// `shopos receipts`
struct ReceiptsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "receipts", abstract: "What operators have repaired: who, when, by which command, what and why.",
        discussion: """
            Of replays, discards, retries, hurries, cancels, pauses, resends and repairs, each in the service where it \
            was done. What one command did in several services has one id.
            """)

    @OptionGroup var session: Session

    @Option(name: .long, help: "Only of this service.")
    var service: String?

    @Option(name: .long, help: "How far back: a number with s, m, h or d, such as 12h or 30d.")
    var since: String?

    @Option(name: .long, help: "The most of each service, 1 to 500.")
    var limit = 50

    mutating func validate() throws {
        guard (1...500).contains(limit) else { throw ValidationError("--limit must be from 1 to 500.") }
        if let since, Span.milliseconds(since, atMost: Self.longest) == nil {
            throw ValidationError("--since must be from 1s to 3650d, such as 12h or 30d, not '\(since)'.")
        }
        if let service, !Topology.answering.contains(service) {
            throw ValidationError(
                "--service must be one of \(Topology.answering.joined(separator: ", ")), not '\(service)'.")
        }
    }

    private static let longest: Int64 = 3650 * 86_400_000

    func run() async throws {
        let services = service.map { [$0] } ?? Topology.answering
        let back = since.flatMap { Span.milliseconds($0, atMost: Self.longest) }
        // By our own clock for a build that does not look at its own.
        let start = back.map { Instant(milliseconds: Instant(Date()).milliseconds - $0) }
        let limit = ListLimit(shown: limit, most: 500)
        let question = ReceiptList(since: start, limit: limit.asked, backMilliseconds: back.map { Int($0) })
        try await session.run { switchboard in
            let (answers, silent) = await switchboard.askEach(question, at: services)
            return ReceiptsReport(answers, limit, silent)
        }
    }
}

/// What was repaired, the latest first.
struct ReceiptsReport: Report {
    /// One service's part of a command.
    struct Line: Encodable, Sendable {
        let service: String
        let receipt: RepairRecord
    }

    let receipts: [Line]
    let isCut: Bool
    let silent: [Silence]
    private let limit: ListLimit

    enum CodingKeys: String, CodingKey { case receipts, isCut, silent }

    init(_ answers: [(service: String, reply: [RepairRecord])], _ limit: ListLimit, _ silent: [Silence]) {
        receipts = answers.flatMap { service, all in
            limit.cut(all).shown.map { Line(service: service, receipt: $0) }
        }.sorted { $0.receipt.beganAt > $1.receipt.beganAt }
        isCut = answers.contains { limit.cut($0.reply).isCut }
        (self.limit, self.silent) = (limit, silent)
    }

    var status: Trouble.Status { silent.status }

    func text(_ style: Style) -> String {
        guard !receipts.isEmpty else {
            return ((silent.isEmpty ? ["Nothing has been repaired by hand."] : []) + silent.lines(style))
                .joined(separator: "\n")
        }
        var table = Table(
            .text("AT"), .text("SERVICE"), .text("WHO"), .text("COMMAND"), .number("COUNT"), .text("RECEIPT"),
            .text("WHAT"), .text("WHY"))
        for line in receipts {
            let receipt = line.receipt
            table.add(
                Table.Cell("\(receipt.beganAt)", .faint), Table.Cell(line.service), Table.Cell(receipt.actor),
                Table.Cell(receipt.command), Table.Cell("\(receipt.count)"),
                Table.Cell(String(receipt.id.description.suffix(12)), .faint), Table.Cell(receipt.subject),
                Table.Cell(receipt.reason))
        }
        return (table.lines(style) + limit.line(isCut, style) + silent.lines(style)).joined(separator: "\n")
    }
}
