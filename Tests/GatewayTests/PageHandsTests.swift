import Contracts
import Foundation
import Messaging
import Schemas
import TestKit
import Testing

@testable import Gateway

// What people do on the page, while answers get lost and rows change under their hands.
extension PageTests {
    @Test("a change whose answer was lost is sent again as the same one")
    func changeAnswerLost() async throws {
        try await GatewayWorld.lend { world async throws in
            Self.script(world.services, Shop())
            world.services.on(StockAdjust.self) { _ in throw Refusal(.unavailable, code: "busy", "no answer") }
            try await Browser.lend(width: 390, height: 844) { browser async throws in
                try await openStock(world, browser, GatewayWorld.key)
                try await browser.run("document.querySelector('#stock tr button').click()")
                func send(_ units: Int, times: Int) async throws {
                    try await change(browser, units: units)
                    try await eventually(within: .seconds(60), "it was asked \(times) times") {
                        try world.services.asked(StockAdjust.self).count == times
                    }
                    try await browser.wait(
                        "it failed", "return document.getElementById('adjust-trouble').textContent === 'no answer'")
                    try await browser.run("document.getElementById('adjust-trouble').textContent = ''")
                }
                try await send(-2, times: 1)
                try await send(-2, times: 2)
                try await send(-3, times: 3)
                let keys = world.services.asked.filter { $0.name == StockAdjust.name.rawValue }.map(\.idempotencyKey)
                #expect(keys[0] == keys[1] && keys[1] != keys[2] && !keys.contains(nil))
            }
        }
    }

    @Test("rows that stay as they are keep the focus while others come and go")
    func rowsStayKeep() async throws {
        let shop = Shop()
        try await GatewayWorld.lend { world async throws in
            Self.script(world.services, shop)
            try await Browser.lend(width: 1440, height: 900) { browser async throws in
                try await openStock(world, browser, GatewayWorld.key)
                try await browser.wait(
                    "orders are shown", "return document.querySelectorAll('#orders tr[data-key]').length === 3")
                try await browser.run(
                    """
                    window.held = document.querySelector('#orders tr:last-child .link');
                    window.held.focus();
                    window.heldName = window.held.textContent;
                    """)
                shop.sell(gmv: 2_000_000, orders: 5)
                try await tell(world)
                try await browser.wait(
                    "the new orders show", "return document.querySelectorAll('#orders tr[data-key]').length === 5")
                // How far it is may come after the row itself, which is then drawn anew.
                let isHeld = "return document.activeElement.textContent === window.heldName ? 1 : 0"
                #expect(try await browser.number(isHeld) == 1)
            }
        }
    }

    @Test("a key that may only look sees nothing to press, and one that may see nothing is told so")
    func keyOnlyLook()
        async throws
    {
        try await GatewayWorld.lend { world async throws in
            Self.script(world.services, Shop())
            try await Browser.lend(width: 1440, height: 900) { browser async throws in
                try await openStock(world, browser, "reader")
                #expect(try await browser.number("return document.querySelectorAll('#stock button').length") == 0)
                #expect(try await browser.number("return document.getElementById('nothing').hidden ? 1 : 0") == 1)
                try await browser.run("document.getElementById('signout').click()")
                try await browser.wait("the door is shown", "return !document.getElementById('signin').hidden")
                try await signIn(browser, "keeper")
                try await browser.wait("it is told", "return !document.getElementById('nothing').hidden")
            }
        }
    }

    @Test("what is narrowed to nothing is not called empty")
    func narrowedNothingNot() async throws {
        try await GatewayWorld.lend { world async throws in
            Self.script(world.services, Shop())
            world.services.on(ShipmentList.self) { question in
                let all = question.needsPerson == true ? [] : [try Self.sample(ShipmentRecord.self)]
                return ShipmentList.Reply(shipments: all)
            }
            try await Browser.lend(width: 390, height: 844) { browser async throws in
                try await openStock(world, browser, GatewayWorld.key)
                try await browser.wait(
                    "parcels are shown", "return document.querySelectorAll('#parcels tr[data-key]').length === 1")
                try await browser.run("document.getElementById('parcels-person').click()")
                try await browser.wait(
                    "none is left", "return document.getElementById('parcels').textContent === 'Nothing matches.'")
            }
        }
    }

    @Test("a purchase of which nobody knows what became is settled wherever its parcel stands")
    func doubtfulPurchase() async throws {
        try await GatewayWorld.lend { world async throws in
            Self.script(world.services, Shop())
            let stands: [(ShipmentState, String?)] = [
                (.waiting, "confirmation"), (.waiting, "rates"), (.unknownPurchase, nil), (.unknownPurchase, "carrier"),
                (.cancelled, nil), (.cancelled, "carrier"), (.shipped, nil), (.labelled, nil), (.labelled, "channel"),
            ]
            let parcels = try stands.enumerated().map { number, stand in
                var parcel: ShipmentRecord = try Self.sample()
                (parcel.shipment, parcel.state, parcel.waitsFor) = (.mint(), stand.0, stand.1)
                (parcel.channelOrder, parcel.isPaused, parcel.hasLabel) = ("57640000000000000\(number)", false, false)
                return parcel
            }
            world.services.on(ShipmentList.self) { _ in ShipmentList.Reply(shipments: parcels) }
            try await Browser.lend(width: 1440, height: 900) { browser async throws in
                try await openStock(world, browser, GatewayWorld.key)
                try await browser.wait(
                    "parcels are shown", "return document.querySelectorAll('#parcels tr[data-key]').length === 9")
                let acts = try await browser.texts(
                    """
                    return [...document.querySelectorAll('#parcels tr[data-key]')].map((row) =>
                      [...row.querySelectorAll('button')].map((button) => button.textContent).join(' '));
                    """)
                #expect(
                    acts == [
                        "confirm pause", "retry pause", "pause", "retry pause", "", "retry", "", "void pause",
                        "retry void pause",
                    ])
            }
        }
    }

    /// Opens the page with a key and waits for stock.
    private func openStock(_ world: GatewayWorld, _ browser: Browser, _ key: String) async throws {
        try await browser.go(to: "http://127.0.0.1:\(world.port)/")
        try await browser.wait("the door is shown", "return !document.getElementById('signin').hidden")
        try await signIn(browser, key)
        try await browser.wait(
            "stock is shown", "return document.querySelectorAll('#stock tr[data-key]').length === 2")
    }
}
