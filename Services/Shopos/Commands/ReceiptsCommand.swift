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

    @Option(name: .long, help: "Only what was begun so long ago or longer, such as 30d.")
    var before: String?

    @Option(name: .long, help: "The most of each service, 1 to 100000.")
    var limit = 50

    mutating func validate() throws {
        guard (1...ListLimit.most).contains(limit) else {
            throw ValidationError("--limit must be from 1 to \(ListLimit.most).")
        }
        for (name, span) in [("since", since), ("before", before)] {
            if let span, Span.milliseconds(span, atMost: Self.longest) == nil {
                throw ValidationError("--\(name) must be from 1s to 3650d, such as 12h or 30d, not '\(span)'.")
            }
        }
        if let since = milliseconds(since), let before = milliseconds(before), since <= before {
            throw ValidationError("--since must be longer ago than --before.")
        }
        if let service, !Topology.answering.contains(service) {
            throw ValidationError(
                "--service must be one of \(Topology.answering.joined(separator: ", ")), not '\(service)'.")
        }
    }

    private static let longest: Int64 = 3650 * 86_400_000

    private func milliseconds(_ span: String?) -> Int64? {
        span.flatMap { Span.milliseconds($0, atMost: Self.longest) }
    }

    func run() async throws {
        let services = service.map { [$0] } ?? Topology.answering
        let (back, now) = (milliseconds(since), Instant(Date()).milliseconds)
        // By our own clock for a build that does not look at its own.
        let start = back.map { Instant(milliseconds: now - $0) }
        // Services whose clocks are far off answer nobody, so ours will do.
        let end = milliseconds(before).map { ReceiptMark(at: Instant(milliseconds: now - $0), id: Self.firstID) }
        let limit = ListLimit(shown: limit, page: 500)
        let listing = Listing(limit: limit) { (last: RepairRecord?, size) in
            ReceiptList(since: start, limit: size, backMilliseconds: back.map { Int($0) }, after: last?.mark ?? end)
        } isBehind: {
            $0.mark < $1.mark
        }
        try await session.run { switchboard in
            let (lists, silent) = await listing.read(at: services) { await switchboard.askEachTimed($0, at: $1) }
            return ReceiptsReport(lists.map { $0.behind(end) }, limit, silent)
        }
    }

    /// No receipt of that moment comes behind it.
    private static let firstID = MessageID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
}

extension Listed<RepairRecord> {
    /// Without what a build has told that does not know the mark.
    func behind(_ end: ReceiptMark?) -> Listed {
        guard let end else { return self }
        var list = self
        list.items = items.filter { $0.mark < end }
        list.isBroken = isBroken || list.items.count < items.count
        return list
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

    init(_ lists: [Listed<RepairRecord>], _ limit: ListLimit, _ silent: [Silence]) {
        receipts = lists.flatMap { list in
            limit.cut(list).shown.map { Line(service: list.service, receipt: $0) }
        }.sorted { $0.receipt.beganAt > $1.receipt.beganAt }
        isCut = lists.contains { limit.cut($0).isCut }
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
