import Contracts
import Foundation
import Messaging
import TestKit
import Testing

@testable import Gateway

// A person's score on the page, against a gateway whose services answer by a script.
extension PageTests {
    /// Opens the page of somebody who is scored, and waits until all that stands there has come.
    func withScore(
        width: Int = 1440, _ prepare: (CreditScript, GatewayWorld) -> Void = { _, _ in },
        _ body: (Browser, CreditScript, GatewayWorld) async throws -> Void
    ) async throws {
        try await GatewayWorld.lend { world async throws in
            Self.script(world.services, Shop())
            let script = try CreditScript(world.services)
            prepare(script, world)
            try await Browser.lend(width: width, height: 844) { browser async throws in
                try await browser.go(to: "http://127.0.0.1:\(world.port)/")
                try await browser.wait("the door is shown", "return !document.getElementById('signin').hidden")
                try await signIn(browser, GatewayWorld.key)
                try await waitForSections(browser)
                try await body(browser, script, world)
            }
        }
    }

    /// Each section comes when its own answer does: none is there because another is.
    private func waitForSections(_ browser: Browser) async throws {
        try await browser.wait(
            "every section of the score was read",
            """
            const own = ['score', 'consents', 'reads', 'links', 'papers', 'disputes', 'platforms']
                .map((name) => document.querySelector(`[data-section=${name}]`)).filter((one) => !one.hidden);
            return own.length > 0 && own.every((one) => one.dataset.state === 'read');
            """)
    }

    private func tile(_ name: String) -> String {
        "return document.querySelector('[data-score=\(name)]').closest('.tile').textContent"
    }

    func text(_ id: String) -> String { "return document.getElementById('\(id)').textContent" }

    @Test("the page shows a score, why it is not higher, who may read it and who has", arguments: [390, 1440])
    func scoreShown(_ width: Int) async throws {
        try await withScore(width: width) { browser, _, world in
            let shown = try await browser.texts(
                """
                return [...document.querySelectorAll('#score li, #consents li .main, #reads li .main')]
                    .map((row) => row.textContent)
                """)
            #expect(try await browser.text(tile("score")).contains("612of 300 to 850"))
            #expect(shown.contains { $0.contains("Too many orders come back.") && $0.contains("−3.5") })
            #expect(shown.contains { $0.contains("8 %, full points from 2 %") }, "a share is told in percent: \(shown)")
            #expect(shown.contains { $0.hasPrefix("Working capital") })
            #expect(shown.contains { $0.hasPrefix("score: 612") })
            try await browser.run(
                """
                document.getElementById('simulate-returns').value = '3';
                document.getElementById('simulate').requestSubmit();
                """)
            try await browser.wait(
                "what it would be is told",
                "return document.getElementById('simulated').textContent.startsWith('612 would be 640')")
            let asked = try #require(try world.services.asked(ScoreSimulate.self).first)
            #expect(asked.changes == [CreditChange(what: .returnRate, value: "0.03")])
        }
    }

    @Test("the page says how old the data are, that they are actual, of which days, and what was used and missing")
    func actual() async throws {
        try await withScore { browser, _, _ in
            #expect(try await browser.text(tile("age")).contains("2 hours"))
            #expect(try await browser.text(tile("income")).contains("$4,750.00actual, of 90 days"))
            let basis = try await browser.text(text("score-as-of"))
            #expect(basis.hasPrefix("Made of actual data of the 90 days from Jan 1, 2026 to Apr 1, 2026."), "\(basis)")
            #expect(basis.contains("Missing: rating."))
            #expect(
                try await browser.text(text("confidence"))
                    == "Confidence is high. What was read is fresh and covers the whole time.")
            let data = try await browser.texts(
                "return [...document.querySelectorAll('#score-data li')].map((row) => row.textContent)")
            #expect(data.count == 2 && data[0].hasPrefix("sales") && data[0].contains("actual"), "\(data)")
            #expect(data[1].contains("the channel does not tell it") && data[1].contains("missing"))
            let inputs = try await browser.text(text("factors"))
            #expect(inputs.contains("$4,750.00 (mid)"), "the tier bears its name: \(inputs)")
            #expect(inputs.contains("24.5 of 36.0"), "36 less 11.475: \(inputs)")
            #expect(inputs.contains("the others of this part stand in for it"))
            let chart = try await browser.text(
                "return document.getElementById('score-chart').getAttribute('aria-label')")
            #expect(chart == "Score by time: 590 on Mar 31, 2026, 612 on Apr 1, 2026")
        }
    }

    @Test("what is estimated, old, short or left out is said in sentences, and never called actual")
    func estimated() async throws {
        try await withScore { script, _ in
            script.reply.score?.confidence = CreditConfidence(
                level: .low, isEstimated: true, age: 3 * 86_400, coverage: "0.5", leavesOutMoney: true,
                reasons: [.estimated, .old, .shortHistory, .moneyLeftOut, .commissionToSettle])
            script.reply.score?.figures.unsettledCommissions = 7
            script.reply.score?.data[0].isEstimated = true
            script.reply.score?.figures.leftOut = [Money(minorUnits: 35_000, currency: .thb)]
        } _: { browser, _, _ in
            #expect(try await browser.text(tile("age")).contains("3 days"))
            #expect(try await browser.text(tile("income")).contains("estimated, of 90 days"))
            #expect(try await browser.text(text("score-as-of")).hasPrefix("Made of estimated data"))
            let why = try await browser.text(text("confidence"))
            for sentence in [
                "Confidence is low.", "Estimated instead of read: sales.", "The oldest data were read 3 days ago.",
                "known for 50 % of the time only", "no exchange rate or its amount is not told: THB",
                "Commissions are still to be settled (7): the income is likely to be higher",
            ] { #expect(why.contains(sentence), "\(why)") }
            let source = try await browser.text("return document.querySelector('#score-data .mark').textContent")
            #expect(source == "estimated")
        }
    }

    @Test("what was added up is told, and what is not known is missing and no nought")
    func sums() async throws {
        try await withScore { browser, _, _ in
            let rows = try await browser.texts(
                "return [...document.querySelectorAll('#score-sums > div')].map((row) => row.textContent)")
            for row in [
                "GMV$15,000.00", "Orders that were completed148", "Average order$100.00", "Days with orders75",
                "Payouts that arrived3, $9,000.00", "Payouts that came back0", "Commission, directmissing",
                "Stars that buyers givemissing", "Orders of others' shopsmissing",
            ] { #expect(rows.contains(row), "\(row): \(rows)") }
            let months = "not known, $4,750.00 (50 orders), not known (7 orders)"
            #expect(rows.contains("Income by month, the oldest first\(months)"))
            let payouts = try await browser.text(text("payouts"))
            #expect(payouts.contains("$9,000.00") && payouts.contains("3 payments") && payouts.contains("paid"))
            #expect(try await browser.text(text("rates")) == "Missing: nobody tells of rates.")
            let platforms = try await browser.texts(
                "return [...document.querySelectorAll('#platforms li')].map((row) => row.textContent)")
            #expect(
                platforms == [
                    "TikTok Shopsales and commissions · high quality: actualconnected",
                    "Twitchsubscriptions · medium quality: estimatednot yet",
                ])
        }
    }

    @Test("who cannot be scored is told why in the sentences that were agreed on, and nothing else stands there")
    func unscored() async throws {
        try await withScore { script, _ in
            script.reply.score = nil
            script.reply.obstacles = [
                CreditObstacle(
                    code: "noActiveShop", sentence: "No active TikTok Shop found. Please set up your shop first.",
                    what: []),
                CreditObstacle(
                    code: "missingPermissions", sentence: "Permissions are missing.", what: ["orders", "finance"]),
            ]
        } _: { browser, _, _ in
            let rows = try await browser.texts(
                "return [...document.querySelectorAll('#score li .main')].map((row) => row.textContent)")
            #expect(
                rows == [
                    "No active TikTok Shop found. Please set up your shop first.",
                    "Permissions are missing.orders, finance",
                ])
            let hidden = "return document.querySelectorAll('#score-details[hidden], #simulate[hidden]').length"
            #expect(try await browser.number(hidden) == 2)
            #expect(try await browser.number("return document.querySelectorAll('#score-tiles .tile').length") == 0)
        }
    }

    @Test("whoever comes back from connecting an account sees that the score is being made, and then the new one")
    func comingBack() async throws {
        try await withScore { browser, script, world in
            #expect(try await browser.text("return String(document.getElementById('score-awaited').hidden)") == "true")
            try await browser.go(to: "http://127.0.0.1:\(world.port)/?tiktokshop_connected=true")
            try await browser.wait(
                "it is said that the score is being made, and the old one is there",
                """
                const note = document.getElementById('score-awaited');
                return !note.hidden && note.textContent.startsWith('The score is being made anew')
                    && document.querySelector('[data-score=score]')?.textContent === '612';
                """)
            script.reply.score?.scaled = 633
            script.reply.score?.asOf = Instant(seconds: CreditScript.asOf.milliseconds / 1_000 + 60)
            try await browser.wait(
                "the new one is there, and nothing is waited for",
                """
                return document.getElementById('score-awaited').hidden
                    && document.querySelector('[data-score=score]').textContent === '633';
                """)
        }
    }

    @Test("a person takes an account up, declares a paper, contests a datum, and deletes everything")
    func hands() async throws {
        try await withScore(width: 390) { browser, _, world in
            let services = world.services
            try await browser.run("window.confirm = () => true")
            func press(_ label: String) async throws {
                try await browser.run("document.querySelector('[aria-label=\"\(label)\"]').click()")
            }
            try await press("Take up the Creator account \(CreditScript.creator)")
            try await eventually("the account is taken up") { try !services.asked(LinkAccept.self).isEmpty }
            #expect(try services.asked(LinkAccept.self).map(\.link) == [CreditScript.link])
            try await browser.wait("it is awaited", "return !document.getElementById('score-awaited').hidden")

            try await press("Declare business entity for US")
            try await eventually("the paper is declared") { try !services.asked(DocumentDeclare.self).isEmpty }
            let paper = try #require(try services.asked(DocumentDeclare.self).first)
            #expect((paper.market, paper.document) == ("US", .businessEntity))

            try await browser.run("document.querySelector('#score-data').closest('details').open = true")
            try await press("Contest sales of the own shop US")
            try await browser.run(
                """
                document.getElementById('contest-words').value = 'Not mine.';
                document.getElementById('contest-form').requestSubmit();
                """)
            try await eventually("the datum is contested") { try !services.asked(DisputeOpen.self).isEmpty }
            let wish = try #require(try services.asked(DisputeOpen.self).first)
            #expect((wish.account, wish.datum, wish.words) == (CreditScript.shop, "sales", "Not mine."))
            try await browser.wait("the form is closed", "return !document.getElementById('contest').open")

            try await press("Withdraw the dispute about returns")
            try await eventually("it is withdrawn") { try !services.asked(DisputeWithdraw.self).isEmpty }
            try await browser.run("document.getElementById('erase-button').click()")
            try await eventually("everything is deleted") { try !services.asked(CreditDelete.self).isEmpty }
            #expect(try services.asked(DisputeWithdraw.self).map(\.dispute) == [CreditScript.dispute])
        }
    }

    @Test("a lender sees what it was consented to, and nothing that is the person's to do")
    func lender() async throws {
        try await withScore { _, world in
            world.services.on(KeyVerify.self) { question in
                var reply = try GatewayWorld.verify(question)
                (reply.kind, reply.scopes, reply.tenants) = (.lender, [.creditRead], [GatewayWorld.tenant])
                return reply
            }
        } _: { browser, _, world in
            let hidden = try await browser.texts(
                """
                return ['links', 'papers', 'disputes', 'platforms']
                    .filter((name) => document.querySelector(`[data-section=${name}]`).hidden)
                """)
            #expect(hidden.count == 4)
            #expect(try world.services.asked(ScoreGet.self).isEmpty, "no reading that nobody asked for")
            try await browser.run("document.querySelector('#consents button').click()")
            try await browser.wait(
                "the score is shown", "return document.querySelector('[data-score=score]')?.textContent === '612'")
            let buttons = "return document.querySelectorAll('#score-data button, #erase:not([hidden])').length"
            #expect(try await browser.number(buttons) == 0)
            #expect(try world.services.asked(ScoreGet.self).count == 1)
        }
    }

    @Test(
        "everybody can read and work it: nothing sticks out, contrast suffices, fields have labels",
        arguments: [390, 1440])
    func accessible(_ width: Int) async throws {
        try await withScore(width: width) { browser, _, _ in
            try await browser.run("for (const one of document.querySelectorAll('details')) one.open = true")
            for (place, name) in ["score", "links", "papers", "consents"].enumerated() {
                try await browser.run(
                    "document.querySelector('[data-section=\(name)]').scrollIntoView({ behavior: 'instant' })")
                try await keepPicture(browser, "credit-\(width)-\(place)")
            }
            #expect(
                try await browser.number("return document.documentElement.scrollWidth") <= width, "nothing sticks out")
            #expect(try await browser.texts(Self.faint) == [], "4.5 to 1 for text (WCAG 2.2, 1.4.3)")
            #expect(try await browser.texts(Self.nameless) == [])
            let complaints = try await browser.console().filter {
                $0.contains("Content Security") || $0.contains("Uncaught") || $0.contains("TypeError")
            }
            #expect(complaints == [])
        }
    }

    /// Texts whose contrast with what lies behind them is below 4.5, by the relative luminance of WCAG 2.2.
    private static let faint = """
        const parts = (color) => (color.match(/[0-9.]+/g) ?? []).map(Number);
        const linear = (byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
        const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
        const behind = (node) => {
          for (let one = node; one; one = one.parentElement) {
            const [r, g, b, a = 1] = parts(getComputedStyle(one).backgroundColor);
            if (a === 1) return [r, g, b];
          }
          return [255, 255, 255];
        };
        const found = [];
        for (const node of document.querySelectorAll('#content *')) {
          const own = [...node.childNodes].some((one) => one.nodeType === 3 && one.textContent.trim());
          if (!own || !node.checkVisibility()) continue;
          const [a, b] = [luminance(parts(getComputedStyle(node).color)), luminance(behind(node))];
          const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (ratio < 4.5) found.push(`${ratio.toFixed(2)} ${node.tagName}.${node.className}: ${node.textContent}`);
        }
        return found;
        """

    /// Fields, buttons and pictures that have no name for who cannot see them.
    private static let nameless = """
        return [...document.querySelectorAll('input, select, textarea, button, meter, canvas')]
          .filter((one) => !(one.labels?.length || one.getAttribute('aria-label') || one.textContent.trim()
            && one.tagName === 'BUTTON'))
          .map((one) => one.outerHTML.slice(0, 200));
        """
}
