import Contracts
import Foundation
import TestKit
import Testing

@testable import Shopos

/// Lists that are cut say so, and times are those of the services.
struct ListTests {
    private let plain = Style(hasColours: false)
    private let now = Instant(milliseconds: 1_800_000_000_000)

    private func piece(_ number: Int, dueIn milliseconds: Int64 = 0) -> WorkPiece {
        WorkPiece(
            name: WorkName(tenant: .platform, kind: "label.buy", key: "\(number)"), shop: nil, state: .waiting,
            dueAt: Instant(milliseconds: now.milliseconds + milliseconds), attempt: 0, isOutcomeUnknown: false,
            reason: nil, detail: nil, createdAt: now)
    }

    private func group(_ lane: String, type: String = "t", count: Int = 1) -> FailureGroup {
        FailureGroup(lane: lane, type: type, cause: "a bug", count: count, tenants: 1, firstAt: now, lastAt: now)
    }

    @Test("one more is asked for than is shown; that one says that there are more")
    func oneMore() {
        let limit = ListLimit(shown: 50, page: 200)
        #expect(limit.asked == 51)
        func list(_ count: Int, isBroken: Bool = false) -> Listed<Int> {
            Listed(service: "inventory", items: Array(0..<count), at: now, isBroken: isBroken)
        }
        #expect(limit.cut(list(50)).isCut == false && limit.cut(list(51)).isCut)
        #expect(limit.cut(list(51)).shown == Array(0..<50))
        #expect(limit.cut(list(3, isBroken: true)).isCut, "it fell silent, so there may be more")
        #expect(limit.line(true, plain)[0].contains("--limit shows more"))
        #expect(ListLimit(shown: 100_000, page: 200).line(true, plain)[0].contains("choose more narrowly"))
    }

    @Test("what is left out of a list of work, failures or receipts is told, to people and to programs")
    func told() throws {
        let limit = ListLimit(shown: 2, page: 500)
        let record = RepairRecord(
            id: MessageID(UUID.v7()), actor: "operator:ann", command: "work retry", subject: "kind k", reason: "",
            count: 1, beganAt: now, lastAt: now)
        let kept = KeptFailure(
            message: MessageID(UUID.v7()), lane: "inventory.orders", tenant: nil, type: "t", cause: "a bug", detail: "",
            correlation: nil, causation: nil, exchange: nil, routingKey: nil, body: nil, attempts: 1, firstAt: now,
            lastAt: now, state: .open)
        for count in [2, 3] {
            let pieces = (0..<count).map { piece($0) }
            let reports: [any Report] = [
                WorkReport([.init(service: "fulfillment", items: pieces, at: now)], limit, []),
                FailuresReport(
                    [.init(service: "inventory", items: Array(repeating: kept, count: count), at: now)], limit, []),
                ReceiptsReport(
                    [.init(service: "inventory", items: Array(repeating: record, count: count), at: now)], limit, []),
            ]
            for report in reports {
                let text = report.text(plain)
                #expect(text.contains("… and more: only 2 of each service are shown; --limit") == (count == 3))
                let json = try JSONDecoder().decode(
                    JSONValue.self, from: Data(Terminal.json(report, isOneOfMany: true).utf8))
                #expect(json["isCut"].bool == (count == 3), "\(json)")
                #expect(max(json["pieces"].list.count, json["failures"].list.count, json["receipts"].list.count) == 2)
            }
        }
    }

    @Test("no open failures are said only where no groups can be missing")
    func groups() {
        let chosen = FailureChoice(lane: "inventory.orders")
        let many = (0..<200).map { group("inventory.returns", type: "t\($0)") }
        let cut = FailureGroupsReport([.init(service: "inventory", reply: many, at: now)], chosen, [])
        #expect(cut.isCut && cut.groups.isEmpty && cut.status == .amiss)
        #expect(cut.text(plain) == "inventory: only the 200 largest groups are told; --lane and --cause find others.")
        let none = FailureGroupsReport([.init(service: "inventory", reply: [], at: now)], chosen, [])
        #expect(none.text(plain) == "There are no such open failures." && none.status == .fine)
        let all = FailureGroupsReport([.init(service: "inventory", reply: [], at: now)], FailureChoice(), [])
        #expect(all.text(plain) == "There are no open failures.")
        let one = FailureGroupsReport([], FailureChoice(), [], isNarrow: true)
        #expect(one.text(plain) == "There are no such open failures.", "of the service that was named")
    }

    @Test("how long ago and when due is told by the service's clock, whatever this machine's says")
    func clocks() {
        let later = Instant(milliseconds: now.milliseconds + 90_000)
        let groups = FailureGroupsReport(
            [.init(service: "inventory", reply: [group("inventory.orders")], at: later)], FailureChoice(), [])
        #expect(groups.text(plain).contains("90 s"))
        let work = WorkReport(
            [.init(service: "fulfillment", items: [piece(0, dueIn: 150_000)], at: later)],
            ListLimit(shown: 50, page: 500), [])
        // Due 150 s after now, of which 90 are over.
        #expect(work.text(plain).contains("in 60 s"))
    }

    @Test("a clock that is off is told by its owner: one service's, this machine's, or one of the two")
    func clockGaps() {
        func silence(_ services: [String], answered: Int) -> [Silence] {
            Silence.each(
                services.map { service in
                    let gap = ClockGap(
                        service: service, there: Instant(milliseconds: now.milliseconds + 47_000), here: now)
                    var trouble = Trouble(.unavailable, code: Refusal.tooLate, gap.sentence)
                    trouble.clockGap = gap
                    return (service, trouble)
                }, beside: answered)
        }
        #expect(silence(["inventory"], answered: 4)[0].sentence.hasPrefix("inventory's clock is 47 s ahead of this"))
        let all = silence(["inventory", "ingestion"], answered: 0)
        #expect(all.allSatisfy { $0.sentence.hasPrefix("this machine's clock is 47 s behind") } && all.count == 2)
        #expect(silence(["inventory"], answered: 0)[0].sentence.contains("set the one that is wrong"))
        #expect(all.status == .unavailable)
    }

    @Test("messages of a trace are also those that others were sent for, such as the webhook at its beginning")
    func traceBeginning() {
        let (webhook, changed, caused) = (MessageID(UUID.v7()), MessageID(UUID.v7()), MessageID(UUID.v7()))
        let sent = TracedMessage(
            message: changed, name: "shop.order.changed.v1", service: "ingestion", at: now, causation: webhook)
        let step = TraceStep(at: now, service: "inventory", kind: .work, what: "stock.push", message: caused)
        #expect(Tracing.messages(of: [step], [sent]) == [webhook, changed, caused].sorted())
    }

    @Test("an order that was not read yet is told by the channel's id")
    func traceUnread() {
        let step = TraceStep(
            at: now, service: "ingestion", kind: .work, what: "orders.fetch a/5764",
            detail: "failed: the channel does not know the order", attempt: 8)
        let report = TraceReport(
            order: nil, tenant: nil, channelOrder: "5764", steps: [step], sent: [], cuts: [], silent: [])
        #expect(report.text(plain).hasPrefix("an order that was not read yet, the channel's 5764\n"))
        #expect(report.text(plain).contains("orders.fetch a/5764") && report.status == .fine)
    }

    @Test("who fell silent in any round of a trace is named once")
    func traceSilence() {
        let one = Silence(service: "inventory", code: "timedOut", sentence: "a", isRefusal: false)
        let two = Silence(service: "ingestion", code: "timedOut", sentence: "b", isRefusal: false)
        #expect(Tracing.merged([one], [one, two]) == [one, two])
    }

    @Test("a count that a service has broken off is told as more, also in a sum")
    func bounded() {
        #expect(Span.bounded(100_000) == "100000" && Span.bounded(100_001) == "100000+" && Span.bounded(nil) == "–")
        #expect(Span.sum([3, 4]) == "7" && Span.sum([100_001, 5]) == "100005+")
    }
}
