import Contracts
import Foundation
import Testing

@testable import Shopos

/// Facts that come in pages, as a check reads them.
struct FactsTests {
    private let tenant = TenantID(UUID.v7())

    private func fact(_ key: String) -> KnownFact { KnownFact(tenant: tenant, key: key) }

    @Test("pages are put together in order, and the first says how much was compared")
    func pagesPutTogether() async throws {
        let pages: [String?: FactPage] = [
            nil: FactPage(facts: [fact("a"), fact("b")], next: "b", compared: 70),
            "b": FactPage(facts: [], next: "m"), "m": FactPage(facts: [fact("z")], next: nil),
        ]
        let read = try await Facts.gather(.levels, at: "inventory") { next, _ throws(Trouble) in
            pages[next] ?? FactPage(facts: [], next: nil)
        }
        #expect(read.facts.map(\.key) == ["a", "b", "z"] && read.compared == 70)
    }

    @Test("reading that does not end is a trouble: what is left out would look like a difference")
    func readingNotEnd() async {
        let trouble = await #expect(throws: Trouble.self) {
            _ = try await Facts.gather(.orders, at: "ingestion") { _, _ throws(Trouble) in
                FactPage(facts: [], next: "more")
            }
        }
        #expect(trouble?.code == "tooMuchToCompare")
        #expect(trouble?.sentence == "ingestion has more than 20000 pages of orders: too many to compare from here.")
    }
}
