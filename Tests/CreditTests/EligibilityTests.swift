import Contracts
import Foundation
import Testing

@testable import Credit

@Suite("Who can be scored")
struct EligibilityTests {
    private static let open = ["US", "CA", "GB", "FR", "DE", "IT", "ES", "ID", "MY", "TH", "VN", "PH", "SG"]
    private static let shut = ["AU", "IN", "AE", "SA", "QA", "KW", "BH", "OM", "JO", "LB", "IQ", "IR", "YE"]

    private func seller(
        _ market: String = "US", isActive: Bool = true,
        permissions: Set<Permission> = [.shop, .products, .orders, .finance],
        documents: [Document: Document.State] = [.businessEntity: .declared, .employerIdentificationNumber: .verified]
    ) -> Account {
        Account(
            kind: .seller, market: market, isActive: isActive, permissions: permissions, documents: documents)
    }

    private func creator(
        _ market: String = "US", permissions: Set<Permission> = [.affiliate],
        documents: [Document: Document.State] = [.identity: .verified]
    ) -> Account {
        Account(kind: .creator, market: market, isActive: true, permissions: permissions, documents: documents)
    }

    @Test("the thirteen markets are open and thirteen countries are shut")
    func countries() throws {
        let markets = try RuleShelf.markets()
        #expect(markets.supported.map(\.country) == Self.open)
        #expect(markets.blocked == Self.shut)
    }

    @Test("a shop in an open market with all that it asks for can be scored, and needs no orders")
    func accepted() throws {
        let eligibility = Eligibility([seller()], in: try RuleShelf.markets())
        #expect(eligibility.isEligible)
        #expect(eligibility.obstacles == [[]])
    }

    @Test(
        "a country that is shut, and one that is not there yet, are told in the same words",
        arguments: shut + ["BR", "JP", ""])
    func regions(country: String) throws {
        let eligibility = Eligibility([seller(country)], in: try RuleShelf.markets())
        let obstacle = try #require(eligibility.blocking.first)
        #expect(obstacle.code == (Self.shut.contains(country) ? "regionBlocked" : "regionNotYet"))
        #expect(obstacle.text == "TikTok Shop is not available in your region yet.")
    }

    @Test("nothing connected, or nothing that may sell, is no active shop")
    func inactive() throws {
        let markets = try RuleShelf.markets()
        #expect(Eligibility([], in: markets).blocking == [.noActiveShop])
        #expect(Eligibility([seller(isActive: false)], in: markets).blocking == [.noActiveShop])
        #expect(Obstacle.noActiveShop.text == "No active TikTok Shop found. Please set up your shop first.")
    }

    @Test("permissions that are missing are named")
    func permissions() throws {
        let markets = try RuleShelf.markets()
        let eligibility = Eligibility([seller(permissions: [.shop, .orders, .affiliate])], in: markets)
        #expect(eligibility.blocking == [.missingPermissions([.products, .finance])])
        #expect(Eligibility([creator(permissions: [])], in: markets).blocking == [.missingPermissions([.affiliate])])
    }

    @Test(
        "each region asks for its own documents",
        arguments: [
            ("US", [.businessEntity, .employerIdentificationNumber]), ("CA", [.businessEntity]),
            ("GB", [.limitedCompany, .vatRegistration]), ("ES", [.limitedCompany, .vatRegistration]),
            ("ID", [.localEntity, .marketRules]), ("SG", [.localEntity, .marketRules]),
        ] as [(String, [Document])])
    func documents(country: String, asked: [Document]) throws {
        let markets = try RuleShelf.markets()
        #expect(Eligibility([seller(country, documents: [:])], in: markets).blocking == [.missingDocuments(asked)])
        let declared = Dictionary(uniqueKeysWithValues: asked.map { ($0, Document.State.declared) })
        #expect(Eligibility([seller(country, documents: declared)], in: markets).isEligible)
        let refused = declared.mapValues { _ in Document.State.refused }
        #expect(Eligibility([seller(country, documents: refused)], in: markets).blocking == [.refusedDocuments(asked)])
        guard let first = asked.first, asked.count > 1 else { return }
        let mixed = Eligibility([seller(country, documents: [first: .refused])], in: markets)
        #expect(mixed.blocking == [.missingDocuments(Array(asked.dropFirst())), .refusedDocuments([first])])
    }

    @Test("affiliates show who they are, in every market", arguments: open)
    func affiliates(country: String) throws {
        let markets = try RuleShelf.markets()
        #expect(Eligibility([creator(country)], in: markets).isEligible)
        #expect(
            Eligibility([creator(country, documents: [:])], in: markets).blocking == [.missingDocuments([.identity])])
    }

    @Test("one account without an obstacle is enough; of others the nearest is told")
    func several() throws {
        let markets = try RuleShelf.markets()
        let hindered = seller(isActive: false, permissions: [])
        let eligibility = Eligibility([hindered, creator()], in: markets)
        #expect(eligibility.isEligible)
        #expect(eligibility.obstacles.map(\.count) == [2, 0])
        #expect(Eligibility([hindered, seller(permissions: [])], in: markets).blocking.count == 1)
    }

    @Test(
        "a mistake in the file is refused, and its place is told",
        arguments: [
            (#""version": 1"#, #""version": 0"#, "outOfRange", "/version"),
            (#""US""#, #""usa""#, "notACountry", "/supported/0/country"),
            (#"["AU"]"#, #"["AU", "US"]"#, "twice", "/blocked/1"),
            (#"["businessEntity"]"#, "[]", "missing", "/supported/0/sellers"),
            (#"["identity"]"#, "[]", "missing", "/supported/0/creators"),
            (#"["identity"]"#, #"["horoscope"]"#, "unreadable", "/supported/0/creators/0"),
        ])
    func mistakes(text: String, instead: String, code: String, place: String) throws {
        let file = """
            {"version": 1, "supported": [{"country": "US", "name": "United States", "sellers": ["businessEntity"],
            "creators": ["identity"]}], "blocked": ["AU"]}
            """
        #expect(try Markets.read(Data(file.utf8)).supported.count == 1)
        let wrong = try #require(throws: Wrong.self) {
            try Markets.read(Data(file.replacing(text, with: instead).utf8))
        }
        #expect((wrong.code, wrong.field) == (code, place))
    }
}
