import Contracts
import Foundation
import Messaging
import Postgres
import Synchronization
import Testing

@testable import Ingestion
@testable import TikTokShop

struct CommandWorkTests {
    // MARK: Stock

    @Test("a wish is set, looked at again, and answered with what was found and set; an older one is forgotten")
    func setStock() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let shown = Shown(58)
            bench.channel.on(.searchInventory) { _ in Self.inventory(shown.value, committed: 2) }
            bench.channel.on(.updateInventory) { _ in
                // 40 - max(2, 3) = 37
                shown.value = 37
                return [:] as [String: Any]
            }
            let wishes = [
                Self.wish(shop, sequence: 2, limit: 40, own: 3), Self.wish(shop, sequence: 1, limit: 9, own: 0),
            ]
            let outcomes = try await bench.handle(ChannelStockSetHandler(queue: bench.queue), wishes)
            #expect(outcomes.map(\.0) == [.done, .done])
            try await bench.work()
            let update = try #require(bench.channel.calls.first { $0.name == Endpoint.updateInventory.name })
            #expect(update.path == ["1"])
            #expect(
                update.body == #"{"skus":[{"id":"11","inventory":[{"quantity":37,"warehouse_id":"W"}]}]}"#
                    || update.body == #"{"skus":[{"inventory":[{"quantity":37,"warehouse_id":"W"}],"id":"11"}]}"#
                    || update.body.contains(#""quantity":37"#))
            let told = try #require(try await bench.sent(ChannelStockTold.self).first)
            #expect(told.sequence == 2)
            #expect(
                told.levels == [
                    .init(channelSKU: "11", channelWarehouse: "W", set: 37, available: 58, committed: 2, refusal: nil)
                ])
            #expect(bench.channel.count(.updateInventory) == 1)
            #expect(bench.channel.count(.searchInventory) == 2)
            let cause = try await bench.database.first("SELECT causation FROM told", as: UUID.self)
            #expect(cause == wishes[0].metadata.id)
            // Whoever has counted less far than this, as after a restore, hears how far the channel is.
            let stale = try await bench.handle(
                ChannelStockSetHandler(queue: bench.queue), [Self.wish(shop, sequence: 1, limit: 9, own: 0)])
            #expect(stale.flatMap(\.1).count == 1)
            #expect(try await bench.work(of: SetStock.self).isEmpty)
        }
    }

    @Test("a sale between reading and looking again is made up for; after three rounds it ends")
    func races() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let committed = Shown(0)
            bench.channel.on(.searchInventory) { _ in
                // Each look finds one more sold: the quantity that is due falls each time.
                committed.value += 1
                return Self.inventory(58, committed: committed.value)
            }
            bench.channel.on(.updateInventory) { _ in [:] as [String: Any] }
            _ = try await bench.handle(
                ChannelStockSetHandler(queue: bench.queue), [Self.wish(shop, sequence: 1, limit: 40, own: 0)])
            try await bench.work(until: { try await bench.sent(ChannelStockTold.self).count == 1 })
            #expect(bench.channel.count(.updateInventory) == 3)
            #expect(try await bench.sent(ChannelStockTold.self).first?.levels.first?.set == 37)
        }
    }

    @Test("a listing that goes to zero is set before those that were wanted sooner and still have some")
    func zeroFirst() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let products = ["1", "2", "3"]
            bench.channel.on(.searchInventory) { _ in
                let level: [String: Any] = ["warehouse_id": "W", "available_quantity": 9, "committed_quantity": 2]
                return [
                    "inventory": products.map {
                        ["product_id": $0, "skus": [["id": "1\($0)", "warehouse_inventory": [level]]]]
                    }
                ]
            }
            bench.channel.on(.updateInventory) { _ in [:] as [String: Any] }
            // All 2 that the third may have are sold: nothing is left for it.
            for (product, limit) in zip(products, [5, 7, 2]) {
                let command = ChannelStockSet(
                    shop: shop.shop, channelProduct: product, sequence: 1, changedAt: Instant(Date()),
                    limits: [.init(channelSKU: "1\(product)", channelWarehouse: "W", limit: limit, own: 2)])
                _ = try await bench.handle(
                    ChannelStockSetHandler(queue: bench.queue),
                    [Received(Metadata(name: ChannelStockSet.name, tenant: shop.tenant), command)])
            }
            try await bench.work(until: { try await bench.sent(ChannelStockTold.self).count == 3 })
            let set = bench.channel.calls.filter { $0.name == Endpoint.updateInventory.name }.compactMap(\.path.first)
            #expect(set.first == "3" && Set(set) == Set(products), "\(set)")
        }
    }

    @Test("a shop that is not connected is an answer too")
    func closedShop() async throws {
        try await Bench.run { bench in
            var wish = Self.wish(try await bench.connect(), sequence: 1, limit: 1, own: 0)
            try await bench.database.run("UPDATE connections SET state = 'deauthorized'")
            wish = Received(wish.metadata, wish.body)
            _ = try await bench.handle(ChannelStockSetHandler(queue: bench.queue), [wish])
            try await bench.work()
            #expect(
                try await bench.sent(ChannelStockTold.self).first?.levels.first?.refusal == "the shop is not connected")
        }
    }

    // MARK: Shipping

    @Test("a parcel is marked as shipped with the channel's carrier, and accepted once the channel shows it")
    func ship() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let isShipped = Shown(0)
            bench.channel.on(.getOrders) { _ in ["orders": [Self.order(isShipped: isShipped.value == 1)]] }
            bench.channel.on(.shippingProviders) { _ in ["shipping_providers": [["id": "71", "name": "USPS"]]] }
            bench.channel.on(.markShipped) { _ in
                isShipped.value = 1
                return ["order_id": "1", "package_id": "1153"]
            }
            let wish = Self.parcel(shop)
            _ = try await bench.handle(OrderShipHandler(queue: bench.queue), [wish])
            try await bench.work(until: { try await bench.sent(OrderShipAccepted.self).count == 1 })
            let told = try #require(try await bench.sent(OrderShipAccepted.self).first)
            #expect(told.shipment == wish.body.shipment)
            #expect(told.channelPackage == "1153")
            #expect(told.tracking == "1ZDEMO0001")
            #expect(bench.channel.count(.markShipped) == 1)
        }
    }

    @Test("a command without a number ships nothing, and tells of what somebody else has shipped")
    func look() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let isShipped = Shown(0)
            bench.channel.on(.getOrders) { _ in ["orders": [Self.order(isShipped: isShipped.value == 1)]] }
            var wish = Self.parcel(shop)
            wish = Received(wish.metadata, Self.bare(wish.body))
            for _ in 0..<2 {
                _ = try await bench.handle(OrderShipHandler(queue: bench.queue), [wish])
                try await bench.work()
                isShipped.value = 1
            }
            #expect(try await bench.sent(OrderShipRefused.self).map(\.reason) == ["badTracking"])
            #expect(try await bench.sent(OrderShipAccepted.self).map(\.tracking) == ["1ZDEMO0001"])
            #expect(bench.channel.count(.markShipped) == 0)
        }
    }

    @Test("a ship call without an answer is looked up first and not made twice")
    func unknownOutcome() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let isShipped = Shown(0)
            bench.channel.on(.getOrders) { _ in ["orders": [Self.order(isShipped: isShipped.value == 1)]] }
            bench.channel.on(.shippingProviders) { _ in ["shipping_providers": [["id": "71", "name": "USPS"]]] }
            bench.channel.on(.markShipped) { _ in
                isShipped.value = 1
                throw ScriptedChannel.error(.outcomeUnknown, .markShipped)
            }
            _ = try await bench.handle(OrderShipHandler(queue: bench.queue), [Self.parcel(shop)])
            try await bench.work()
            #expect(
                try await bench.database.first("SELECT is_unknown FROM work WHERE kind = 'order.ship'", as: Bool.self)
                    == true)
            try await bench.hurry()
            try await bench.work(until: { try await bench.sent(OrderShipAccepted.self).count == 1 })
            #expect(bench.channel.count(.markShipped) == 1)
        }
    }

    @Test("a parcel that the channel never shows as shipped is asked about later and later, and given up after a day")
    func neverShown() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.getOrders) { _ in ["orders": [Self.order(isShipped: false)]] }
            bench.channel.on(.shippingProviders) { _ in ["shipping_providers": [["id": "71", "name": "USPS"]]] }
            bench.channel.on(.markShipped) { _ in ["order_id": "1", "package_id": "1153"] }
            _ = try await bench.handle(OrderShipHandler(queue: bench.queue), [Self.parcel(shop)])
            try await bench.work(until: { bench.channel.count(.markShipped) >= 2 })
            #expect(try await bench.sent(OrderShipRefused.self).isEmpty)
            try await bench.database.run("UPDATE ship_wishes SET called_since = called_since - interval '1 day'")
            try await bench.hurry()
            try await bench.work(until: { try await !bench.sent(OrderShipRefused.self).isEmpty })
            #expect(try await bench.sent(OrderShipRefused.self).map(\.reason) == ["unconfirmed"])
            #expect(try await bench.count("work") == 0)
        }
    }

    @Test(
        "the pause between two looks is half of what was waited, 0.2 s to 5 min, for a day",
        arguments: [
            (nil, 0.2), (0, 0.2), (0.3, 0.2), (1, 0.5), (100, 50), (599, 299.5), (601, 300), (86_399, 300),
            (86_400, nil),
        ] as [(Double?, Double?)])
    func patience(waited: Double?, pause: Double?) {
        let now = Date(timeIntervalSince1970: 1_767_220_000)
        let since = waited.map { now.addingTimeInterval(-$0) }
        let found = ShipPatience.pause(since: since, now: now)
        #expect(found.map { ($0 / .seconds(1) * 10).rounded() / 10 } == pause)
    }

    @Test(
        "what the channel refuses is told with a word to act on",
        arguments: [
            (TikTokShopError.Kind.onHold, "onHold"), (.orderCancelled, "cancelled"), (.trackingRefused, "badTracking"),
            (.wrongShipCall, "unsupportedMarket"), (.business, "refused"),
        ])
    func refused(kind: TikTokShopError.Kind, reason: String) async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.getOrders) { _ in ["orders": [Self.order(isShipped: false)]] }
            bench.channel.on(.shippingProviders) { _ in ["shipping_providers": [["id": "71", "name": "USPS"]]] }
            bench.channel.on(.markShipped) { _ in throw ScriptedChannel.error(kind, .markShipped) }
            _ = try await bench.handle(OrderShipHandler(queue: bench.queue), [Self.parcel(shop)])
            try await bench.work()
            #expect(try await bench.sent(OrderShipRefused.self).map(\.reason) == [reason])
        }
    }

    @Test("under the channel's label the package is made, its paper kept, and the answer names the file")
    func channelsLabel() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            let isShipped = Shown(0)
            bench.channel.on(.getOrders) { _ in
                ["orders": [Self.order(isShipped: isShipped.value == 1, ["shipping_type": "TIKTOK"])]]
            }
            bench.channel.on(.shippingServices) { _ in
                [
                    "shipping_services": [
                        ["id": "express", "price": "8.99", "currency": "USD", "is_default": true],
                        ["id": "standard", "price": "3.99", "currency": "USD"],
                    ]
                ]
            }
            bench.channel.on(.createPackage) { _ in
                isShipped.value = 1
                return ["package_id": "1153"]
            }
            bench.channel.on(.shippingDocument) { _ in ["doc_url": "https://example.com/1", "tracking_number": "T1"] }
            var wish = Self.parcel(shop)
            wish = Received(wish.metadata, Self.bare(wish.body))
            _ = try await bench.handle(OrderShipHandler(queue: bench.queue), [wish])
            try await bench.work(until: { try await bench.sent(OrderShipAccepted.self).count == 1 })
            let told = try #require(try await bench.sent(OrderShipAccepted.self).first)
            let file = try await bench.database.first("SELECT id, bytes FROM files", as: (UUID, [UInt8]).self)
            #expect(told.labelFile == file?.0.text)
            #expect(file?.1 == Array("%PDF-demo".utf8))
            let create = bench.channel.calls.first { $0.name == Endpoint.createPackage.name }
            // 255 mm are 26 cm when rounded up.
            #expect(create?.body.contains(#""26""#) == true)
            #expect(create?.body.contains(#""shipping_service_id":"standard""#) == true)
            #expect(bench.channel.calls.first { $0.name == Endpoint.shippingServices.name }?.path == ["1"])
        }
    }

    @Test("without a service that takes the parcel nothing is bought, and the answer says so")
    func noService() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.getOrders) { _ in
                ["orders": [Self.order(isShipped: false, ["shipping_type": "TIKTOK"])]]
            }
            bench.channel.on(.shippingServices) { _ in ["shipping_services": []] as [String: Any] }
            var wish = Self.parcel(shop)
            wish = Received(wish.metadata, Self.bare(wish.body))
            _ = try await bench.handle(OrderShipHandler(queue: bench.queue), [wish])
            try await bench.work()
            #expect(try await bench.sent(OrderShipRefused.self).map(\.reason) == ["noService"])
            #expect(bench.channel.count(.createPackage) == 0)
        }
    }

    @Test("a label that is never made, or is gone, costs the file and not the parcel")
    func noLabel() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            bench.channel.on(.getOrders) { _ in
                ["orders": [Self.order(isShipped: true, ["shipping_type": "TIKTOK"])]]
            }
            bench.channel.on(.shippingDocument) { _ in
                throw ScriptedChannel.error(.documentNotReady, .shippingDocument)
            }
            let wish = Self.parcel(shop)
            _ = try await bench.handle(OrderShipHandler(queue: bench.queue), [wish])
            try await bench.work(until: {
                try await bench.database.first("SELECT count(label_since) FROM ship_wishes", as: Int.self) == 1
            })
            #expect(try await bench.sent(OrderShipAccepted.self).isEmpty)
            try await bench.database.run("UPDATE ship_wishes SET label_since = now() - interval '10 minutes'")
            try await bench.hurry()
            try await bench.work(until: { try await bench.sent(OrderShipAccepted.self).count == 1 })
            let late = try #require(try await bench.sent(OrderShipAccepted.self).first)
            #expect(late.labelFile == nil && late.channelPackage == "1153" && late.tracking == "1ZDEMO0001")

            bench.channel.on(.shippingDocument) { _ in throw ScriptedChannel.error(.business, .shippingDocument) }
            _ = try await bench.handle(OrderShipHandler(queue: bench.queue), [Self.parcel(shop)])
            try await bench.work(until: { try await bench.sent(OrderShipAccepted.self).count == 2 })
            #expect(try await bench.sent(OrderShipRefused.self).isEmpty)
        }
    }

    // MARK: Help

    static func wish(_ shop: Connection, sequence: Int64, limit: Int, own: Int) -> Received<ChannelStockSet> {
        let command = ChannelStockSet(
            shop: shop.shop, channelProduct: "1", sequence: sequence, changedAt: Instant(Date()),
            limits: [.init(channelSKU: "11", channelWarehouse: "W", limit: limit, own: own)])
        return Received(Metadata(name: ChannelStockSet.name, tenant: shop.tenant), command)
    }

    static func inventory(_ available: Int, committed: Int) -> [String: Any] {
        let level: [String: Any] = [
            "warehouse_id": "W", "available_quantity": available, "committed_quantity": committed,
        ]
        return ["inventory": [["product_id": "1", "skus": [["id": "11", "warehouse_inventory": [level]]]]]]
    }

    private static func parcel(_ shop: Connection) -> Received<OrderShip> {
        let command = OrderShip(
            shipment: .mint(), order: .mint(), shop: shop.shop, channelOrder: "1", carrier: "usps",
            tracking: "1ZDEMO0001")
        return Received(Metadata(name: OrderShip.name, tenant: shop.tenant), command)
    }

    private static func bare(_ command: OrderShip) -> OrderShip {
        OrderShip(
            shipment: command.shipment, order: command.order, shop: command.shop, channelOrder: "1", weightGrams: 520,
            dimensionsMillimetres: [255, 100, 80])
    }

    private static func order(isShipped: Bool, _ changes: [String: Any] = [:]) -> [String: Any] {
        guard isShipped else { return OrderWorkTests.order("1", changes) }
        let line = Samples.tumbler(
            "11", ["display_status": "AWAITING_COLLECTION", "package_id": "1153", "tracking_number": "1ZDEMO0001"])
        let fields: [String: Any] = ["status": "AWAITING_COLLECTION", "line_items": [line]]
        return OrderWorkTests.order("1", fields.merging(changes) { $1 })
    }
}

/// A number that a script changes while it answers.
final class Shown: Sendable {
    private let number: Mutex<Int>

    init(_ value: Int) { number = Mutex(value) }

    var value: Int {
        get { number.withLock { $0 } }
        set { number.withLock { $0 = newValue } }
    }
}
