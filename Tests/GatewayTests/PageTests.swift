import Contracts
import Foundation
import Messaging
import Schemas
import Synchronization
import TestKit
import Testing

@testable import Gateway

/// The page in a real browser, against a gateway whose services answer by a script.
@Suite(.timeLimit(.minutes(6)), .enabled(if: Browser.missing == nil, "\(Browser.missing ?? "")"))
struct PageTests {
    /// What the services say at the moment.
    final class Shop: Sendable {
        private let state = Mutex((gmv: Int64(1_234_567), orders: 3))
        var gmv: Int64 { state.withLock { $0.gmv } }
        var orders: Int { state.withLock { $0.orders } }
        func sell(gmv: Int64, orders: Int) { state.withLock { $0 = (gmv, orders) } }
    }

    static let sku = SKUID(GatewayWorld.uuid(0x31))
    private static let evil = "<img src=x onerror=\"document.title='broken'\">"

    static func sample<Value: Decodable>(_: Value.Type = Value.self) throws -> Value {
        try SchemaProbe().probe(Value.self).sample
    }

    static func script(_ services: ScriptedServices, _ shop: Shop) {
        services.answerSamples()
        services.on(SummaryGet.self) { question in
            var reply = try Self.sample(SummaryGet.Reply.self)
            reply.currency = "USD"
            reply.zone = "America/New_York"
            reply.unconverted = []
            (reply.now.gmv, reply.now.paidOrders, reply.now.unitsSold) = (shop.gmv, shop.orders, 7)
            (reply.now.averageOrder, reply.now.labels, reply.now.parcels, reply.now.oversells) = (411_522, 5, 4, 1)
            reply.before?.gmv = 617_283
            reply.compared = nil
            reply.series = (0..<24).map { hour in
                Point(
                    at: Instant(seconds: 1_767_225_600 + Int64(hour) * 1800), gmv: Int64(hour * 2000),
                    paidOrders: hour / 4)
            }
            return reply
        }
        services.on(OrderList.self) { _ in
            let sample = try Self.sample(OrderSummary.self)
            let orders = (0..<shop.orders).map { index in
                var one = sample
                one.order = OrderID(GatewayWorld.uuid(UInt8(0x40 + index)))
                (one.channelOrder, one.status, one.units) = ("57640000000000000\(index)", .awaitingShipment, 2)
                (one.gmv, one.flags) = (Money(minorUnits: 1500, currency: .jpy), index == 0 ? [.sample] : [])
                one.placedAt = Instant(Date())
                return one
            }
            return OrderList.Reply(orders: orders.reversed())
        }
        services.on(OrderStockGet.self) { _ in
            var reply = try Self.sample(OrderStockGet.Reply.self)
            reply.state = "reserved"
            return reply
        }
        services.on(OrderStockStates.self) { question in
            OrderStockStates.Reply(states: question.orders.map { OrderStockState(order: $0, state: "reserved") })
        }
        services.on(ShipmentList.self) { _ in ShipmentList.Reply(shipments: [try Self.parcel()]) }
        services.on(ShipmentNewest.self) { question in
            ShipmentNewest.Reply(shipments: try question.orders.map { try Self.parcel(of: $0) })
        }
        services.on(StockList.self) { question in
            var low = try Self.sample(LevelRecord.self)
            (low.sku, low.code, low.title, low.available, low.threshold) = (Self.sku, "TEA-1", Self.evil, 2, 10)
            (low.onHand, low.reserved, low.locationName) = (5, 3, "Main")
            low.location = LocationID(GatewayWorld.uuid(0x33))
            var plenty = low
            (plenty.sku, plenty.code) = (SKUID(GatewayWorld.uuid(0x32)), "ALE-1")
            (plenty.available, plenty.onHand) = (500, 503)
            return StockList.Reply(levels: question.isLow == true ? [low] : [plenty, low])
        }
        services.on(TenantList.self) { _ in
            [GatewayWorld.tenant, GatewayWorld.brand].enumerated().map { index, id in
                TenantRecord(
                    id: id, kind: index == 0 ? .agency : .brand, name: "Tenant \(index)", createdAt: Instant(seconds: 0)
                )
            }
        }
        services.on(ActionList.self) { _ in
            let taken = ActionTaken(
                action: "labelBought", subject: "1", sentence: "A label was bought.", actor: "automation",
                at: Instant(Date()))
            return ActionList.Reply(
                actions: [ActionRecord(id: .mint(), tenant: GatewayWorld.tenant, taken: taken)], next: nil)
        }
    }

    private static func parcel(of order: OrderID? = nil) throws -> ShipmentRecord {
        var parcel: ShipmentRecord = try sample()
        parcel.order = order ?? parcel.order
        (parcel.channelOrder, parcel.state, parcel.waitsFor) = ("576400000000000000", .waiting, "confirmation")
        (parcel.sentence, parcel.isPaused) = ("The order is above the limit of your settings.", false)
        (parcel.carrier, parcel.tracking, parcel.cost) = ("usps", "9205590164917312751089", nil)
        return parcel
    }

    func signIn(_ browser: Browser, _ key: String) async throws {
        try await browser.run(
            """
            document.getElementById('key').value = '\(key)';
            document.getElementById('signin-form').requestSubmit();
            """)
    }

    private func figure(_ name: String) -> String {
        "return document.querySelector('[data-figure=\(name)]')?.dataset.value"
    }

    func tell(_ world: GatewayWorld) async throws {
        try await world.broker.publish(
            Data("{}".utf8), to: "shop.events", key: OrderChanged.name.rawValue,
            properties: [
                "type": .string(OrderChanged.name.rawValue),
                "headers": ["cloudEvents_tenantid": .string(GatewayWorld.tenant.description)],
            ])
    }

    func keepPicture(_ browser: Browser, _ name: String) async throws {
        guard let folder = ProcessInfo.processInfo.environment["PAGE_PICTURES"] else { return }
        try await browser.picture().write(to: URL(filePath: folder).appending(path: "\(name).png"))
    }

    @Test("the page shows what the services say, on a phone and on a desk", arguments: [(390, 844), (1440, 900)])
    func pageShowsServices(_ width: Int, _ height: Int) async throws {
        let shop = Shop()
        try await GatewayWorld.lend { world async throws in
            Self.script(world.services, shop)
            try await Browser.lend(width: width, height: height) { browser async throws in
                try await browser.go(to: "http://127.0.0.1:\(world.port)/")
                try await browser.wait("the door is shown", "return !document.getElementById('signin').hidden")
                try await signIn(browser, "wrong")
                try await browser.wait(
                    "the refusal is shown",
                    "return document.getElementById('signin-trouble').textContent.includes('not known')")
                try await signIn(browser, GatewayWorld.key)
                try await browser.wait(
                    "figures are shown", "return document.querySelectorAll('[data-figure]').length === 7")
                try await browser.wait(
                    "orders are shown", "return document.querySelectorAll('#orders tr[data-key]').length === 3")
                try await browser.wait(
                    "stock is shown", "return document.querySelectorAll('#stock tr[data-key]').length === 2")

                #expect(try await browser.text(figure("gmv")) == "1234567")
                let gmv = try await browser.text("return document.querySelector('[data-figure=gmv]').textContent")
                #expect(gmv.contains("12,345.67"), "cents of USD")
                let change = try await browser.text("return document.querySelector('.tile .change').textContent")
                #expect(change == "+100% to before", "12,345.67 after 6,172.83")
                let expected = [
                    "orders": "3", "units": "7", "aov": "411522", "labels": "5", "parcels": "4", "oversells": "1",
                ]
                for (name, value) in expected { #expect(try await browser.text(figure(name)) == value, "\(name)") }
                let row = try await browser.text("return document.querySelector('#orders tr').textContent")
                #expect(
                    row.contains("576400000000000002") && row.contains("awaiting shipment") && row.contains("reserved"))
                #expect(row.contains("1,500") && !row.contains("15.00"), "yen have no cents")
                #expect(
                    try await browser.text("return document.querySelector('#stock tr').dataset.sku") == "TEA-1",
                    "the low one first")
                #expect(try await browser.text("return document.title") == "Shop OS")
                #expect(try await browser.number("return document.querySelectorAll('#stock img').length") == 0)
                #expect(
                    try await browser.number("return document.documentElement.scrollWidth") <= width,
                    "nothing sticks out")
                try await browser.wait("the chart is drawn", "return document.getElementById('chart').width > 100")
                try await keepPicture(browser, "page-\(width)")
                for step in 1...3 {
                    try await browser.run("window.scrollTo(0, \(step) * innerHeight * 0.8)")
                    try await keepPicture(browser, "page-\(width)-\(step)")
                }
                try await browser.run("document.querySelector('#orders .link').click()")
                try await browser.wait(
                    "the order's story is told",
                    "return document.querySelectorAll('dialog[open] .timeline li').length > 2")
                try await keepPicture(browser, "page-\(width)-detail")

                try await browser.reload()
                try await browser.wait(
                    "the session goes on", "return document.querySelectorAll('[data-figure]').length === 7")
                let complaints = try await browser.console().filter {
                    $0.contains("Content Security") || $0.contains("Uncaught") || $0.contains("TypeError")
                }
                #expect(complaints == [])
            }
        }
    }

    @Test("what changes shows by itself, also after a cut connection")
    func changesShowsItself() async throws {
        let shop = Shop()
        try await GatewayWorld.lend { world async throws in
            Self.script(world.services, shop)
            try await withFaultyProxy(to: "http://127.0.0.1:\(world.port)") { proxy, address async throws in
                try await Browser.lend(width: 1440, height: 900) { browser async throws in
                    try await browser.go(to: address)
                    try await browser.wait("the door is shown", "return !document.getElementById('signin').hidden")
                    try await signIn(browser, GatewayWorld.key)
                    try await browser.wait(
                        "it is live", "return document.getElementById('live').textContent === 'live'")
                    try await browser.wait(
                        "orders are shown", "return document.querySelectorAll('#orders tr[data-key]').length === 3")

                    shop.sell(gmv: 2_000_000, orders: 4)
                    try await tell(world)
                    try await browser.wait("the new figure shows", "\(figure("gmv")) === '2000000'")
                    try await browser.wait(
                        "the new order shows", "return document.querySelectorAll('#orders tr[data-key]').length === 4")

                    proxy.refuse()
                    proxy.cut()
                    try await browser.wait(
                        "the cut is shown", "return document.getElementById('live').textContent === 'reconnecting'")
                    // Sold while nobody could be told.
                    shop.sell(gmv: 3_000_000, orders: 5)
                    try await tell(world)
                    proxy.accept()
                    try await browser.wait("it was read again", "\(figure("gmv")) === '3000000'")
                    try await browser.wait(
                        "orders, too", "return document.querySelectorAll('#orders tr[data-key]').length === 5")

                    shop.sell(gmv: 4_000_000, orders: 6)
                    try await eventually(within: .seconds(60), "a gap at the broker is read over, too") {
                        try await world.broker.killConnections()
                        return try await browser.text(figure("gmv")) == "4000000"
                    }
                }
            }
        }
    }

    @Test("a person changes stock and takes it back")
    func personChangesStock() async throws {
        let shop = Shop()
        try await GatewayWorld.lend { world async throws in
            Self.script(world.services, shop)
            world.services.on(StockAdjust.self) { question in
                guard question.units > -5 else {
                    throw Refusal(.conflict, code: "belowReserved", "3 units are reserved by orders", field: "/units")
                }
                return try Self.sample(StockAdjustment.self)
            }
            try await Browser.lend(width: 390, height: 844) { browser async throws in
                try await browser.go(to: "http://127.0.0.1:\(world.port)/")
                try await browser.wait("the door is shown", "return !document.getElementById('signin').hidden")
                try await signIn(browser, GatewayWorld.key)
                try await browser.wait(
                    "stock is shown", "return document.querySelectorAll('#stock tr[data-key]').length === 2")
                try await browser.run("document.getElementById('stock').scrollIntoView()")
                try await browser.run("document.querySelector('#stock tr button').click()")
                try await change(browser, units: -9)
                try await browser.wait(
                    "the refusal is shown",
                    "return document.getElementById('adjust-trouble').textContent.includes('reserved by orders')")
                try await change(browser, units: -2)
                try await browser.wait(
                    "it is told", "return document.getElementById('notice').textContent.includes('TEA-1: -2')")
                try await browser.wait(
                    "it is told where one works",
                    """
                    const place = document.getElementById('notice').getBoundingClientRect();
                    return window.scrollY > 0 && place.top >= 0 && place.bottom <= window.innerHeight;
                    """)
                let asked = try world.services.asked(StockAdjust.self)
                #expect(asked.map(\.units) == [-9, -2])
                #expect(asked.allSatisfy { $0.sku == Self.sku && $0.reason == "broken" })
                let keys = world.services.asked.filter { $0.name == StockAdjust.name.rawValue }.map(\.idempotencyKey)
                #expect(Set(keys).count == 2 && !keys.contains(nil), "another wish has another key")
                try await browser.run("document.querySelector('#notice .btn-outline-primary').click()")
                try await browser.wait(
                    "it is taken back", "return document.getElementById('notice').textContent.includes('taken back')")
                #expect(try world.services.asked(StockUndo.self).count == 1)
                try await keepPicture(browser, "page-390-undo")
            }
        }
    }

    func change(_ browser: Browser, units: Int) async throws {
        try await browser.run(
            """
            document.getElementById('adjust-units').value = '\(units)';
            document.getElementById('adjust-reason').value = 'broken';
            document.getElementById('adjust-form').requestSubmit();
            """)
    }
}
