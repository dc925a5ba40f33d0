import Contracts
import Foundation
import Messaging
import Schemas
import TestKit
import Testing

@testable import Gateway

/// What the page says of what it does not know, or no longer.
@Suite(.timeLimit(.minutes(6)), .enabled(if: Browser.missing == nil, "\(Browser.missing ?? "")"))
struct PageStateTests {
    private func open(_ world: GatewayWorld, _ browser: Browser, _ address: String? = nil) async throws {
        try await browser.go(to: address ?? "http://127.0.0.1:\(world.port)/")
        try await browser.wait("the door is shown", "return !document.getElementById('signin').hidden")
        try await browser.run(
            """
            document.getElementById('key').value = '\(GatewayWorld.key)';
            document.getElementById('signin-form').requestSubmit();
            """)
    }

    private func section(_ name: String, is state: String) -> String {
        "return document.querySelector('[data-section=\(name)]').dataset.state === '\(state)'"
    }

    private func words(_ name: String) -> String {
        "return document.querySelector('[data-section=\(name)] .state').textContent"
    }

    private func keepPicture(_ browser: Browser, _ name: String) async throws {
        guard let folder = ProcessInfo.processInfo.environment["PAGE_PICTURES"] else { return }
        try await browser.picture().write(to: URL(filePath: folder).appending(path: "\(name).png"))
    }

    @Test("what has nothing yet, is not known, or is old, says so", arguments: [(390, 844), (1440, 900)])
    func nothingYetNot(_ width: Int, _ height: Int) async throws {
        try await GatewayWorld.lend { world async throws in
            let services = world.services
            services.answerSamples()
            services.on(OrderList.self) { _ in OrderList.Reply(orders: []) }
            services.on(StockList.self) { _ in throw Refusal(.unavailable, code: "busy", "Inventory is busy") }
            try await Browser.lend(width: width, height: height) { browser async throws in
                try await open(world, browser)
                try await browser.wait("orders were read", section("orders", is: "read"))
                #expect(
                    try await browser.text("return document.getElementById('orders').textContent") == "No orders yet.")
                try await browser.wait("stock was not", section("stock", is: "old"))
                #expect(try await browser.text(words("stock")) == "Inventory is busy. Trying again …")
                #expect(
                    try await browser.text("return document.getElementById('stock').textContent")
                        == "Not known at the moment.")
                try await keepPicture(browser, "states-\(width)-unknown")

                services.on(StockList.self) { _ in StockList.Reply(levels: [], next: nil) }
                try await browser.wait("it was tried again", section("stock", is: "read"))
                #expect(
                    try await browser.text("return document.getElementById('stock').textContent") == "No stock yet.")
                services.on(StockList.self) { _ in throw Refusal(.unavailable, code: "busy", "Inventory is busy") }
                try await browser.run("document.getElementById('stock-filter').dispatchEvent(new Event('input'))")
                try await browser.wait("it is old now", section("stock", is: "old"))
                #expect(try await browser.text(words("stock")).contains("Shown as of"))
                try await keepPicture(browser, "states-\(width)-old")
            }
        }
    }

    @Test("before anything was read it says that it is loading, and never shows another brand's rows")
    func beforeAnythingRead()
        async throws
    {
        try await GatewayWorld.lend { world async throws in
            world.services.answerSamples()
            world.services.on(OrderList.self) { _, asked in
                var one = try SchemaProbe().probe(OrderSummary.self).sample
                one.channelOrder = asked.tenants.count == 1 ? "of one brand" : "of all brands"
                return OrderList.Reply(orders: [one])
            }
            try await Browser.lend(width: 1440, height: 900) { browser async throws in
                try await open(world, browser)
                let orders = "return document.getElementById('orders').textContent"
                try await browser.wait("orders are shown", "\(orders).includes('of all brands')")
                // Five seconds pass before nobody's answer is no answer.
                world.services.silence(OrderList.self)
                try await browser.run(
                    """
                    const select = document.getElementById('tenant');
                    select.value = '\(GatewayWorld.brand)';
                    select.dispatchEvent(new Event('change'));
                    """)
                try await browser.wait(
                    "the other brand's rows are gone",
                    "return ['Loading …', 'Not known at the moment.']"
                        + ".includes(document.getElementById('orders').textContent)")
                world.services.on(OrderList.self) { question, asked in
                    var one = try SchemaProbe().probe(OrderSummary.self).sample
                    one.channelOrder = asked.tenants == [GatewayWorld.brand.description] ? "of one brand" : "of others"
                    return OrderList.Reply(orders: [one])
                }
                try await browser.wait("its own are there", "\(orders).includes('of one brand')")
            }
        }
    }

    /// 50 % more than before up to the last half-hour, whatever came since.
    @Test("today is compared up to the last half-hour, as the day before is")
    func todayComparedUp() async throws {
        try await GatewayWorld.lend { world async throws in
            world.services.answerSamples()
            world.services.on(SummaryGet.self) { _ in
                var reply = try SchemaProbe().probe(SummaryGet.Reply.self).sample
                reply.now.gmv = 99_900
                reply.before?.gmv = 20_000
                reply.compared = reply.now
                reply.compared?.gmv = 30_000
                (reply.currency, reply.unconverted) = ("USD", [])
                (reply.until, reply.asOf) = (Instant(seconds: 1_767_230_000), Instant(seconds: 1_767_230_000))
                return reply
            }
            try await Browser.lend(width: 1440, height: 900) { browser async throws in
                try await open(world, browser)
                try await browser.wait("figures were read", section("figures", is: "read"))
                #expect(
                    try await browser.text("return document.querySelector('[data-figure=gmv]').dataset.value")
                        == "99900")
                let change = try await browser.text("return document.querySelector('.tile .change').textContent")
                #expect(change == "+50% to before")
                let note = try await browser.text("return document.getElementById('as-of').textContent")
                #expect(note.contains("Changes compare up to"))
            }
        }
    }

    @Test("a cut connection is told in a sentence until it is back")
    func cutConnectionTold() async throws {
        try await GatewayWorld.lend { world async throws in
            world.services.answerSamples()
            try await withFaultyProxy(to: "http://127.0.0.1:\(world.port)") { proxy, address async throws in
                try await Browser.lend(width: 390, height: 844) { browser async throws in
                    try await open(world, browser, address)
                    let isAway = "return !document.getElementById('away').hidden"
                    try await browser.wait(
                        "it is live", "return document.getElementById('live').textContent === 'live'")
                    #expect(try await browser.number("return document.getElementById('away').hidden ? 1 : 0") == 1)
                    proxy.refuse()
                    proxy.cut()
                    try await browser.wait("the cut is told", isAway)
                    #expect(
                        try await browser.text("return document.getElementById('away').textContent")
                            .hasPrefix("The connection is lost. What you see is as of"))
                    try await keepPicture(browser, "states-390-away")
                    proxy.accept()
                    try await browser.wait("it is back", "return document.getElementById('away').hidden")
                }
            }
        }
    }
}
