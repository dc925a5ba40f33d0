import Foundation
import Testing

@testable import ProductDriver

@Suite("What people ask for")
struct QuestionsTests {
    private static func occasion(_ number: Int) -> Questions.Occasion {
        .init(
            key: "k\(number)", order: "0199a3f2-aaaa-7000-8000-00000000000\(number)", name: "576812345678901234",
            code: "W000123", shop: "s")
    }

    @Test("every occasion asks one thing of each kind, and each kind is asked in several ways")
    func kinds() {
        let questions = Questions((0..<9).map(Self.occasion))
        for kind in Questions.Kind.allCases {
            let all = questions.all[kind] ?? []
            #expect(all.map(\.key) == (0..<9).map { "k\($0)" })
            // Three in a row are the large brand's turn and two others': they ask in the same way.
            #expect(all[0].path.prefix(10) == all[1].path.prefix(10))
            #expect(Set(all.map { $0.path.split(separator: "?").first }).count >= 1 && all[0] != all[3])
        }
    }

    @Test("a search is for what was typed so far: four digits, nearly all, all, or our own id")
    func searches() {
        let paths = (Questions((0..<12).map(Self.occasion)).all[.search] ?? []).map { $0.path }
        #expect(
            [paths[0], paths[3], paths[6], paths[9]] == [
                "/v1/orders?search=5768", "/v1/orders?search=576812345678901", "/v1/orders?search=576812345678901234",
                "/v1/orders?search=0199a3f2-aaaa",
            ])
    }

    @Test("a question is a line of a file, its key before a tab")
    func lines() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "questions-\(UUID()).txt")
        defer { try? FileManager.default.removeItem(at: file) }
        try Questions([Self.occasion(0)]).write(.detail, to: file)
        #expect(
            try String(contentsOf: file, encoding: .utf8) == "k0\t/v1/orders/0199a3f2-aaaa-7000-8000-000000000000\n")
    }

    /// Of 1,000 orders each tenth is the large brand's; the other 900 go round seven brands, 128 or 129 each.
    @Test("every order is one brand's: a tenth is the large one's, the others have equal parts of the rest")
    func brands() {
        let filling = Filling(orders: 1000, brands: 7, skus: 10)
        let counts = (0...7).map { filling.orders(of: $0) }
        #expect(counts[0] == 100 && counts.reduce(0, +) == 1000)
        #expect(counts.dropFirst().allSatisfy { (128...129).contains($0) })
    }
}
