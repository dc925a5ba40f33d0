import ArgumentParser
import Contracts
import Foundation
import Synchronization
import Testing

@testable import Shopos

/// Lists that are read page by page, and what is asked for together.
struct ListingTests {
    private let now = Instant(milliseconds: 1_800_000_000_000)

    /// Receipts of the last minutes, the latest first.
    private func receipts(_ count: Int) -> [RepairRecord] {
        (0..<count).map { number in
            RepairRecord(
                id: MessageID(UUID.v7()), actor: "operator:ann", command: "\(number)", subject: "s", reason: "",
                count: 1, beganAt: Instant(milliseconds: now.milliseconds - Int64(number)), lastAt: now)
        }
    }

    /// What services answer that have so many receipts, and what they were asked.
    private final class Services: Sendable {
        let kept: [String: [RepairRecord]]
        /// Who does not know the mark.
        let old: Set<String>
        /// Who is silent from the second question on.
        let mute: Set<String>
        let questions = Mutex<[(service: String, size: Int?)]>([])

        init(_ kept: [String: [RepairRecord]], old: Set<String> = [], mute: Set<String> = []) {
            (self.kept, self.old, self.mute) = (kept, old, mute)
        }

        func answer(
            _ question: ReceiptList, _ services: [String]
        ) -> (answers: [Switchboard.Answer<[RepairRecord]>], silent: [Silence]) {
            var answers: [Switchboard.Answer<[RepairRecord]>] = []
            for service in services {
                questions.withLock { $0.append((service, question.limit)) }
                if question.after != nil, mute.contains(service) {
                    let silence = Silence(service: service, code: "timedOut", sentence: "silent", isRefusal: false)
                    return ([], [silence])
                }
                let mark = old.contains(service) ? nil : question.after
                let behind = (kept[service] ?? []).filter { record in mark.map { record.mark < $0 } ?? true }
                let page = Array(behind.prefix(question.limit ?? 50))
                answers.append(.init(service: service, reply: page, at: Instant(milliseconds: 5)))
            }
            return (answers, [])
        }
    }

    private func read(
        _ services: Services, shown: Int
    ) async -> (lists: [Listed<RepairRecord>], silent: [Silence]) {
        let listing = Listing(limit: ListLimit(shown: shown, page: 500)) { (last: RepairRecord?, size) in
            ReceiptList(limit: size, after: last?.mark)
        } isBehind: {
            $0.mark < $1.mark
        }
        return await listing.read(at: services.kept.keys.sorted()) { services.answer($0, $1) }
    }

    @Test("a list goes on behind the last one of a page, up to one more than is shown")
    func pages() async {
        let (many, few) = (receipts(1300), receipts(3))
        let services = Services(["ingestion": few, "inventory": many])
        let (lists, silent) = await read(services, shown: 1200)
        #expect(lists.map(\.service) == ["ingestion", "inventory"] && silent.isEmpty)
        #expect(lists[0].items == few && lists[1].items == Array(many.prefix(1201)))
        #expect(lists.allSatisfy { !$0.isBroken && $0.at == Instant(milliseconds: 5) })
        // 1,201 are 500, 500 and 201; nobody who told fewer than asked for is asked again.
        let asked = services.questions.withLock { $0 }
        #expect(asked.filter { $0.service == "inventory" }.map(\.size) == [500, 500, 201])
        #expect(asked.filter { $0.service == "ingestion" }.map(\.size) == [500])
    }

    @Test("whoever falls silent keeps what it told; a build that begins anew is believed once")
    func broken() async {
        let many = receipts(1300)
        let services = Services(["accounts": many, "inventory": many], old: ["accounts"], mute: ["inventory"])
        let (lists, silent) = await read(services, shown: 1200)
        #expect(lists.map(\.items.count) == [500, 500] && lists.allSatisfy(\.isBroken))
        #expect(silent.map(\.service) == ["inventory"])
    }

    @Test("what an old build tells that is not as long ago as asked for is left out, and that there is more is said")
    func before() {
        let list = Listed(service: "inventory", items: receipts(5), at: now)
        // The records are zero to four milliseconds old; of the one that is two old the mark comes before.
        let end = ReceiptMark(at: list.items[2].beganAt, id: list.items[2].id)
        #expect(list.behind(end).items.map(\.command) == ["3", "4"] && list.behind(end).isBroken)
        #expect(!list.behind(nil).isBroken && list.behind(nil).items.count == 5)
    }

    @Test("choices that contradict each other are refused")
    func contradictions() throws {
        for words in [
            ["failures", "list", "--lane", "inventory.orders", "--service", "ingestion"],
            ["failures", "replay", "--lane", "inventory.orders", "--service", "ingestion"],
            ["receipts", "--since", "1d", "--before", "2d"], ["receipts", "--before", "soon"],
            ["work", "list", "--limit", "100001"], ["failures", "list", "--limit", "0"],
            ["failures", "list", "--lane", "nobody.orders"], ["failures", "list", "--lane", "inventory"],
        ] {
            #expect(throws: (any Error).self, "\(words)") { try App.parseAsRoot(words) }
        }
        for words in [
            ["failures", "list", "--lane", "inventory.orders", "--service", "inventory"],
            ["receipts", "--since", "2d", "--before", "1d"], ["work", "list", "--limit", "100000"],
            // A version of before may have left failures of a queue that is no more.
            ["failures", "discard", "--lane", "inventory.abolished", "--yes"],
        ] {
            _ = try App.parseAsRoot(words)
        }
    }
}
