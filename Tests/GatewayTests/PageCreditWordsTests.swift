import Contracts
import Foundation
import Messaging
import TestKit
import Testing

@testable import Gateway

// That what the page says of a score is true of whoever reads it, and leaves nobody without a way on.
extension PageTests {
    private static let second = AccountID(GatewayWorld.uuid(0x61))
    private static let third = AccountID(GatewayWorld.uuid(0x62))
    private static let way = "To declare it again changes nothing"

    private static func own(
        _ account: AccountID, _ market: String?, kind: SubjectLink.Kind = .seller, _ obstacles: CreditObstacle...
    ) -> CreditAccount {
        CreditAccount(account: account, kind: kind, market: market, isActive: true, obstacles: obstacles)
    }

    private static func link(_ account: AccountID, _ state: SubjectLink.State = .linked) -> SubjectLink {
        SubjectLink(
            link: LinkID(account.uuid), subject: GatewayWorld.tenant, brand: GatewayWorld.brand, account: account,
            kind: .seller, state: state, version: 2, changedAt: CreditScript.asOf)
    }

    private static let shut = CreditObstacle(
        code: "regionBlocked", sentence: "TikTok Shop is not available in your region yet.", what: ["AU"])
    private static let lacking = CreditObstacle(
        code: "missingDocuments", sentence: "Please declare them.", what: ["limitedCompany", "vatRegistration"])

    private func rows(_ list: String) -> String {
        "return [...document.querySelectorAll('#\(list) > li')].map((row) => row.textContent)"
    }

    @Test("how much income and orders have grown is told as growth, with its sign, and never as the trend itself")
    func growth() async throws {
        func input(_ name: String, _ value: String) -> CreditFactor.Input {
            CreditFactor.Input(
                name: name, standing: .known, value: value, target: "0.2", points: "50", worth: "7", lost: "3.5")
        }
        try await withScore { script, _ in
            // From 1,000 to 1,200 is 200 ÷ 2,200 = 0.0909…, and a fifth more; 0.2 ÷ (1 − 0.2) × 2 is a half more.
            script.reply.score?.reasons = [
                CreditReason(
                    code: "incomeTrend.low", sentence: "Income has not grown enough.", factor: "growth", lost: "3.5",
                    value: "0.090909", target: "0.2")
            ]
            script.reply.score?.factors.append(
                CreditFactor(
                    name: "growth", weight: 20, points: "50", lost: "10",
                    inputs: [
                        input("incomeTrend", "1"), input("orderTrend", "-0.090909"), input("affiliateTrend", "-1"),
                    ]))
        } _: { browser, _, _ in
            #expect(try await browser.text(text("score")).contains("+20 %, full points from +50 %"))
            let told = try await browser.texts(
                "return [...document.querySelectorAll('#factors [data-key=growth] .small-line')]"
                    + ".map((one) => one.textContent)")
            // From 1,200 to 1,000 is a sixth less: 16.7 %.
            #expect(told == ["from nothing", "−16.7 %", "−100 %"].map { "\($0) · full points from +50 %" })
        }
    }

    @Test("at each account it is said why it does not count, and which markets are open where its own is not")
    func whyNot() async throws {
        try await withScore(width: 390) { script, world in
            script.reply.accounts = [
                Self.own(CreditScript.shop, "US"), Self.own(Self.second, "AU", Self.shut),
                Self.own(Self.third, "GB", Self.lacking),
            ]
            world.services.on(LinkList.self) { _ in
                [Self.link(CreditScript.shop), Self.link(Self.second), Self.link(Self.third, .ended)]
            }
        } _: { browser, script, _ in
            let links = try await browser.texts(rows("links"))
            try #require(links.count == 3)
            #expect(!links[0].contains("not count") && links[0].contains("linked"), "\(links)")
            #expect(links[1].contains("region yet. Australia. Open are United States, Canada,"), "\(links[1])")
            #expect(links[1].contains("does not count") && !links[2].contains("declare"), "what has ended asks nothing")
            script.reply.score = nil
            script.reply.obstacles = [
                Self.shut, CreditObstacle(code: "noExchangeRate", sentence: "No rate.", what: ["VND"]),
            ]
            try await browser.reload()
            try await browser.wait(
                "it is told", "return document.querySelectorAll('#score li[data-key]').length === 2")
            let open = try Self.openMarkets().joined(separator: ", ")
            let said = try await browser.texts(
                "return [...document.querySelectorAll('#score li .main')].map((row) => row.textContent)")
            #expect(said == ["\(Self.shut.sentence)Australia. Open are \(open).", "No rate.VND"])
            try await checkPhone(browser, "links")
        }
    }

    /// The names of the markets that Credit's file has open.
    private static func openMarkets() throws -> [String] {
        struct File: Decodable {
            struct Market: Decodable { let name: String }
            let supported: [Market]
        }
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Services/Credit/Markets/1.json")
        return try JSONDecoder().decode(File.self, from: Data(contentsOf: file)).supported.map(\.name)
    }

    @Test("a paper that was refused has a sentence of its own, with the way on, and is never said to be declared")
    func refusedPaper() async throws {
        let refused = DocumentRecord(market: "GB", document: .limitedCompany, state: .refused, note: "Another's.")
        try await withScore(width: 390) { script, world in
            script.reply.score = nil
            script.reply.obstacles = [Self.lacking]
            script.reply.accounts = [Self.own(CreditScript.shop, "GB", Self.lacking)]
            world.services.on(LinkList.self) { _ in [Self.link(CreditScript.shop)] }
            world.services.on(DocumentList.self) { _ in [refused] }
            world.services.on(DocumentDeclare.self) { _ in refused }
        } _: { browser, script, _ in
            let said = try await browser.texts(rows("score"))
            try #require(said.count == 2, "\(said)")
            #expect(said[0].hasPrefix("Please declare them.vat registration"))
            #expect(said[1].hasPrefix("A document was looked at and not taken, so it counts as missing."))
            #expect(said[1].contains("limited company for United Kingdom: Another's.\(Self.way)"))
            let link = try await browser.text(text("links"))
            #expect(link.contains("Please declare them. vat registration") && link.contains("Another's."), "\(link)")
            let papers = try await browser.texts(rows("papers"))
            try #require(papers.count == 2)
            #expect(papers[0].contains("I have it") && papers[1].contains(Self.way), "\(papers)")
            try await checkPhone(browser, "papers")
            try await browser.run(
                """
                document.getElementById('paper-market').value = 'GB';
                document.getElementById('paper-kind').value = 'limitedCompany';
                document.getElementById('paper-form').requestSubmit();
                """)
            try await browser.wait(
                "it is said what became of it",
                "return \(Self.has("notice", "limited company for GB: refused. \(Self.way)"))")
            // Of a creator account without its proof of who they are nobody knows the market.
            script.reply.obstacles = [CreditObstacle(code: "marketUnknown", sentence: "Not known.", what: [])]
            try await browser.wait("another one is there", "return \(Self.has("score", "Not known."))")
            #expect(try await browser.texts(rows("score")).count == 1, "a company's paper has no part in it")
        }
    }

    /// However long a sentence is, it stays inside a phone's page.
    private func checkPhone(_ browser: Browser, _ section: String) async throws {
        for (place, name) in ["score", section].enumerated() {
            try await browser.run(
                "document.querySelector('[data-section=\(name)]').scrollIntoView({ behavior: 'instant' })")
            try await keepPicture(browser, "credit-words-\(section)-\(place)")
        }
        #expect(try await browser.number("return document.documentElement.scrollWidth") <= 390)
    }

    private static func has(_ id: String, _ words: String) -> String {
        "document.getElementById('\(id)').textContent.includes('\(words)')"
    }

    /// Two shops in one market, the second of which has a datum that its owner was right to contest.
    private func withTwoShops(
        asLender: Bool, _ body: (Browser) async throws -> Void
    ) async throws {
        try await withScore { script, world in
            let both = [CreditScript.shop, Self.second]
            script.reply.accounts = asLender ? [] : both.map { Self.own($0, "US") }
            let sales = CreditDatum(
                account: Self.second.description, name: "sales", isEstimated: false, readAt: CreditScript.asOf,
                isDisputed: false)
            let contested = CreditDatum(
                account: Self.second.description, name: "returns", missing: "disputed", isDisputed: false)
            script.reply.score?.data += [sales, contested]
            guard asLender else { return }
            world.services.on(KeyVerify.self) { question in
                var reply = try GatewayWorld.verify(question)
                (reply.kind, reply.scopes, reply.tenants) = (.lender, [.creditRead], [GatewayWorld.tenant])
                return reply
            }
        } _: { browser, _, _ in
            try await body(browser)
        }
    }

    @Test("two shops in one market are told apart, also by whoever hears the buttons alone")
    func twoShops() async throws {
        try await withTwoShops(asLender: false) { browser in
            let names = [CreditScript.shop, Self.second].map { "own shop US ending in \($0.description.suffix(8))" }
            let labels = try await browser.texts(
                "return [...document.querySelectorAll('#score-data button')].map((one) => one.ariaLabel)")
            #expect(labels == names.map { "Contest sales of the \($0)" })
            let data = try await browser.texts(rows("score-data"))
            try #require(data.count == 4)
            #expect(data[0].contains(names[0]) && data[2].contains(names[1]))
            #expect(data[3].contains("you contested it, and were right"))
            try await browser.run("document.querySelectorAll('#score-data button')[1].click()")
            #expect(try await browser.text(text("contest-what")).hasPrefix("sales of the \(names[1]): say"))
        }
    }

    @Test("a lender tells accounts apart, and is told of the person and not of itself")
    func lenderWords() async throws {
        try await withTwoShops(asLender: true) { browser in
            try await browser.run("document.querySelector('#consents button').click()")
            try await browser.wait(
                "the score is shown", "return document.querySelectorAll('#score-data li[data-key]').length === 4")
            let data = try await browser.texts(rows("score-data"))
            #expect(data[0].contains("account ending in 00000051") && data[2].contains("account ending in 00000061"))
            #expect(data[3].contains("the person contested it, and was right"), "\(data[3])")
        }
    }

    @Test("lenders are told by their names, in consents, in readings, and where a consent is given or ended")
    func lenderNames() async throws {
        let until = Instant(Date(timeIntervalSinceNow: 86_400))
        let consent = ConsentRecord(
            consent: .mint(), subject: GatewayWorld.tenant, lender: GatewayWorld.brand, lenderName: "First Bank",
            purpose: "Working capital", from: CreditScript.asOf, until: until)
        try await withScore { _, world in
            world.services.on(ConsentList.self) { _ in [consent] }
            world.services.on(ConsentGive.self) { _ in consent }
            world.services.on(ConsentRevoke.self) { _ in consent }
            world.services.on(CreditReadList.self) { _ in
                var (named, nameless) = (Self.read, Self.read)
                (named.lenderName, nameless.read) = ("First Bank", .mint())
                return CreditReadList.Reply(reads: [named, nameless])
            }
        } _: { browser, _, _ in
            #expect(try await browser.text(text("consents")).contains("to First Bank · until"))
            let reads = try await browser.texts(rows("reads"))
            try #require(reads.count == 2)
            #expect(reads[0].contains("· First Bank · shop_bank"), "\(reads)")
            #expect(reads[1].contains("· \(GatewayWorld.brand) · shop_bank"), "by its id until its name is told")
            try await browser.run(
                """
                document.getElementById('consent-lender').value = '\(GatewayWorld.brand)';
                document.getElementById('consent-purpose').value = 'A van';
                document.getElementById('consent-form').requestSubmit();
                """)
            try await browser.wait("who may read is said", "return \(Self.has("notice", "First Bank may read"))")
            try await browser.run(
                """
                window.confirm = (question) => { window.asked = question; return true; };
                document.querySelector('#consents button').click();
                """)
            try await browser.wait("who reads no more is said", "return \(Self.has("notice", "First Bank reads no"))")
            #expect(try await browser.text("return window.asked") == "End this consent? First Bank reads no more.")
        }
    }

    private static let read = CreditRead(
        read: .mint(), lender: GatewayWorld.brand, actor: "shop_bank", consent: .mint(), at: CreditScript.asOf,
        what: .score, scaled: 612)
}
