import Contracts
import Foundation
import Messaging
import Postgres
import Testing

@testable import Ingestion
@testable import TikTokShop

struct TrackingWorkTests {
    private static func command(_ shop: Ingestion.Connection, carrier: String = "usps") -> Received<TrackingFix> {
        let command = TrackingFix(
            shipment: .mint(), order: .mint(), shop: shop.shop, channelOrder: "1", channelPackage: "1153",
            carrier: carrier, tracking: "1ZDEMO0002")
        return Received(Metadata(name: TrackingFix.name, tenant: shop.tenant), command)
    }

    /// A shipped order whose number is what the channel was told last.
    private static func script(_ bench: Bench, _ isFixed: Shown) {
        bench.channel.on(.getOrders) { _ in
            let number = isFixed.value == 1 ? "1ZDEMO0002" : "1ZDEMO0001"
            let line = Samples.tumbler(
                "11", ["display_status": "AWAITING_COLLECTION", "package_id": "1153", "tracking_number": number])
            return ["orders": [OrderWorkTests.order("1", ["line_items": [line]])]]
        }
        bench.channel.on(.shippingProviders) { _ in ["shipping_providers": [["id": "71", "name": "USPS"]]] }
        bench.channel.on(.updatePackageShipping) { _ in
            isFixed.value = 1
            return [:] as [String: Any]
        }
    }

    @Test("a number is corrected with the channel's carrier, and answered; known already is a success too")
    func fixes() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect(), isFixed = Shown(0)
            Self.script(bench, isFixed)
            let wish = Self.command(shop)
            for _ in 0..<2 {
                _ = try await bench.handle(TrackingFixHandler(queue: bench.queue), [wish])
                try await bench.work()
            }
            let told = try await bench.sent(OrderShipAccepted.self)
            #expect(told.map(\.tracking) == ["1ZDEMO0002", "1ZDEMO0002"])
            #expect(told.first?.shipment == wish.body.shipment)
            #expect(bench.channel.count(.updatePackageShipping) == 1)
            let call = try #require(bench.channel.calls.first { $0.name == Endpoint.updatePackageShipping.name })
            #expect(call.path == ["1153"])
            #expect(call.body.contains(#""shipping_provider_id":"71""#))
            let cause = try await bench.database.first("SELECT causation FROM told", as: UUID.self)
            #expect(cause == wish.metadata.id)
        }
    }

    @Test(
        "what cannot be corrected is told with a word to act on",
        arguments: [
            (TikTokShopError.Kind.trackingNotEditable, "trackingFinal"), (.trackingRefused, "badTracking"),
            (.business, "refused"),
        ])
    func refused(kind: TikTokShopError.Kind, reason: String) async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            Self.script(bench, Shown(0))
            bench.channel.on(.updatePackageShipping) { _ in
                throw ScriptedChannel.error(kind, .updatePackageShipping)
            }
            let wishes = [Self.command(shop), Self.command(shop, carrier: "pigeon")]
            _ = try await bench.handle(TrackingFixHandler(queue: bench.queue), wishes)
            try await bench.work()
            #expect(
                try await bench.sent(OrderShipRefused.self).map(\.reason).sorted()
                    == [reason, "unknownCarrier"].sorted())
        }
    }

    @Test("without a package it is the order's number that is corrected, and known already is a success")
    func byOrder() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect(), isFixed = Shown(0)
            Self.script(bench, isFixed)
            bench.channel.on(.updateOrderShipping) { _ in
                isFixed.value = 1
                return [:] as [String: Any]
            }
            var wish = Self.command(shop)
            var body = wish.body
            body.channelPackage = ""
            wish = Received(wish.metadata, body)
            for _ in 0..<2 {
                #expect(try await bench.handle(TrackingFixHandler(queue: bench.queue), [wish]).map(\.0) == [.done])
                try await bench.work()
            }
            #expect(try await bench.sent(OrderShipAccepted.self).map(\.tracking) == ["1ZDEMO0002", "1ZDEMO0002"])
            let calls = bench.channel.calls.filter { $0.name == Endpoint.updateOrderShipping.name }
            #expect(calls.map(\.path) == [["1"]])
            #expect(bench.channel.count(.updatePackageShipping) == 0)
        }
    }

    @Test("a correction without an answer is looked up before it is made again")
    func unknownOutcome() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect(), isFixed = Shown(0)
            Self.script(bench, isFixed)
            bench.channel.on(.updatePackageShipping) { _ in
                isFixed.value = 1
                throw ScriptedChannel.error(.outcomeUnknown, .updatePackageShipping)
            }
            _ = try await bench.handle(TrackingFixHandler(queue: bench.queue), [Self.command(shop)])
            try await bench.work()
            #expect(try await bench.sent(OrderShipAccepted.self).isEmpty)
            try await bench.hurry()
            try await bench.work(until: { try await bench.sent(OrderShipAccepted.self).count == 1 })
            #expect(bench.channel.count(.updatePackageShipping) == 1)
        }
    }

    @Test("a command without a brand, or with a name that is none, is a failure")
    func rejected() async throws {
        try await Bench.run { bench in
            let shop = try await bench.connect()
            var bad = Self.command(shop).body
            bad.channelPackage = "a b"
            let messages = [
                Received(Metadata(name: TrackingFix.name), Self.command(shop).body),
                Received(Metadata(name: TrackingFix.name, tenant: shop.tenant), bad),
            ]
            let outcomes = try await bench.handle(TrackingFixHandler(queue: bench.queue), messages).map(\.0)
            #expect(
                outcomes == [
                    .reject(reason: "the command names no brand"),
                    .reject(reason: "the command cannot be carried out", detail: "channelPackage is no id"),
                ])
        }
    }
}
