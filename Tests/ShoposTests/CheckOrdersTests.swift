import Contracts
import Foundation
import Synchronization
import Testing

@testable import Shopos

/// Orders and their stock states, as a check reads them of two services.
struct CheckOrdersTests {
    private static let tenant = TenantID(UUID.v7())
    private static let since = Instant(seconds: 1_000)

    /// A service with some facts; those that are over it tells only where all are asked for, or by name.
    private struct Shelf: Sendable {
        /// In the order of their names.
        var facts: [KnownFact]
        var over: Set<FactBook.Key> = []
        /// One of before the members by which facts are narrowed down.
        var isOld = false

        func page(_ asked: FactList) -> FactPage {
            let only = isOld ? nil : asked.only.map { Set($0) }
            let since = isOld || only != nil ? nil : asked.changedSince
            let rest = facts.filter { fact in
                (asked.after.map { Self.key($0) < fact.name } ?? true) && only?.contains(fact.name.name) ?? true
                    && (since == nil || !over.contains(fact.name))
            }
            let next = rest.count > 100 ? rest[99].name.name : nil
            return FactPage(facts: Array(rest.prefix(100)), next: next, since: next == nil ? since : nil)
        }

        private static func key(_ mark: String) -> FactBook.Key {
            let parts = mark.split(separator: "/").map(String.init)
            return FactBook.Key(tenant: TenantID(parts[0]) ?? .platform, subject: parts[1])
        }
    }

    /// What was asked, in order.
    private final class Questions: Sendable {
        private let asked = Mutex<[(service: String, question: FactList)]>([])

        var all: [(service: String, question: FactList)] { asked.withLock { $0 } }

        func note(_ question: FactList, at service: String) { asked.withLock { $0.append((service, question)) } }
    }

    private func books(
        _ ingestion: Shelf, _ inventory: Shelf, since: Instant? = nil, _ questions: Questions = Questions()
    ) -> OrderBooks {
        OrderBooks(
            ask: { question, service in
                questions.note(question, at: service)
                return service == "ingestion" ? ingestion.page(question) : inventory.page(question)
            }, changedSince: since)
    }

    private static let ids = (0..<1_000).map { _ in OrderID.mint().description }.sorted()

    private func order(_ number: Int, version: Int = 1) -> KnownFact {
        KnownFact(
            tenant: Self.tenant, key: Self.ids[number], figures: ["version": version, "pending": 1],
            words: ["status": "awaitingShipment", "isOurs": "true"])
    }

    private func state(_ number: Int, version: Int = 1) -> KnownFact {
        KnownFact(
            tenant: Self.tenant, key: Self.ids[number], figures: ["version": version], words: ["state": "reserved"])
    }

    private func key(_ number: Int) -> FactBook.Key { order(number).name }

    @Test("both sides are read page by page, and all of them is compared")
    func pages() async throws {
        let questions = Questions()
        // 1,000 orders on pages of 100; the 250th has an old state, the 617th none, and the last is unheard of.
        let ingestion = Shelf(facts: (0..<999).map { order($0, version: $0 == 250 ? 2 : 1) })
        let inventory = Shelf(facts: (0..<1_000).filter { $0 != 617 }.map { state($0) })
        let look = try await books(ingestion, inventory, questions).look()
        #expect(look.compared == 999 && look.since == nil && !look.isCut)
        #expect(Set(look.differences.map(\.subject)) == [Self.ids[250], Self.ids[617], Self.ids[999]])
        let read = questions.all.filter { $0.question.only == nil }.map(\.service)
        // Ten pages of either, one after the other: neither is read to its end before the other is begun.
        #expect(read.count == 20)
        #expect(Set(stride(from: 0, to: 20, by: 2).map { Set(read[$0..<$0 + 2]) }) == [["ingestion", "inventory"]])
        let named = questions.all.compactMap(\.question.only)
        #expect(named == Array(repeating: [key(617).name, key(999).name], count: 2), "those of one side, of both")
    }

    @Test("what is over on one side alone is asked for by name, and how far back the look goes is told")
    func window() async throws {
        // Over for Ingestion alone, over for Inventory alone, and over for both.
        let ingestion = Shelf(facts: (0..<200).map { order($0) }, over: Set([3, 5].map(key)))
        var inventory = Shelf(facts: (0..<200).map { state($0) }, over: Set([4, 5].map(key)))
        let alike = try await books(ingestion, inventory, since: Self.since).look()
        #expect(alike.differences.isEmpty && alike.compared == 199 && alike.since == Self.since)
        inventory.facts = (0..<200).map { state($0, version: [3, 4, 5].contains($0) ? 2 : 1) }
        let look = try await books(ingestion, inventory, since: Self.since).look()
        #expect(Set(look.differences.map(\.subject)) == [Self.ids[3], Self.ids[4]])
        let whole = try await books(ingestion, inventory).look()
        #expect(Set(whole.differences.map(\.subject)) == [Self.ids[3], Self.ids[4], Self.ids[5]])
        #expect(whole.since == nil && whole.compared == 200)
    }

    @Test("a service of before tells all that it has, and nothing is taken for lost", arguments: [0, 1, 2])
    func oldServices(which: Int) async throws {
        let ingestion = Shelf(facts: (0..<350).map { order($0) }, over: [key(3)], isOld: which != 1)
        let inventory = Shelf(
            facts: (0..<350).filter { $0 != 301 }.map { state($0) }, over: [key(4)], isOld: which != 2)
        let books = books(ingestion, inventory, since: Self.since)
        let look = try await books.look()
        #expect(look.differences.map(\.subject) == [Self.ids[301]])
        #expect(look.since == (which == 1 ? Self.since : nil), "of orders: as far as Ingestion went")
        let again = try await books.look(at: [key(301), key(7)])
        #expect(again.differences.map(\.subject) == [Self.ids[301]] && again.compared == 2)
    }

    @Test("the second look asks about what differed, and about nothing else")
    func again() async throws {
        let questions = Questions()
        let books = books(
            Shelf(facts: (0..<350).map { order($0) }), Shelf(facts: (0..<350).map { state($0) }), questions)
        let look = try await books.look(at: [key(301), key(7)])
        #expect(look.differences.isEmpty && look.compared == 2)
        #expect(questions.all.map(\.service) == ["ingestion", "inventory"])
        #expect(questions.all.allSatisfy { $0.question.only == [key(7).name, key(301).name] })
    }

    @Test("where a whole side is lost, the look ends early and says so")
    func cut() async throws {
        let ids = (0..<10_600).map { _ in OrderID.mint().description }.sorted()
        let facts = ids.map { KnownFact(tenant: Self.tenant, key: $0, figures: ["version": 1]) }
        let look = try await books(Shelf(facts: facts), Shelf(facts: [])).look()
        // 500 at a time: the first number of them that is not below 10,000.
        #expect(look.isCut && look.differences.count == 10_000)
    }

    @Test("whoever tells the same page for ever is not listened to for ever")
    func stuck() async {
        let books = OrderBooks(ask: { _, _ in FactPage(facts: [], next: "more") })
        let trouble = await #expect(throws: Trouble.self) { _ = try await books.look() }
        #expect(trouble?.sentence == "ingestion tells the same page of facts again and again.")
    }
}
