import AMQP
import Contracts
import Foundation
import Messaging
import Postgres
import TestKit
import Testing

@testable import Ingestion

/// What outside producers can do and what they cannot, on a broker with their own rights.
@Suite(.timeLimit(.minutes(5)))
struct ProducerTests {
    private static func bytes(_ order: OrderSubmitted) throws -> [UInt8] { Array(try JSONEncoder().encode(order)) }

    private static func webhook(_ text: String, authorization: String? = nil) throws -> [UInt8] {
        let webhook = WebhookReceived(
            provider: .tiktokShop, app: nil, headers: authorization.map { ["Authorization": $0] } ?? [:],
            payload: Data(text.utf8), receivedAt: Instant(Date()))
        return Array(try JSONEncoder().encode(webhook))
    }

    private static let status =
        #"{"type":1,"tts_notification_id":"9","shop_id":"7495","timestamp":1,"data":{"order_id":"576"}}"#

    @Test("orders and signed webhooks arrive, binary or structured, and repeats are recognised by the producer's id")
    func arrive() async throws {
        try await ProducerWorld.run { world in
            let order = try Self.bytes(SubmittedOrderTests.order())
            for _ in 0..<2 { #expect(await world.send(order, id: "order-1") == [.confirmed]) }
            let signed = try Self.webhook(
                Self.status, authorization: ProducerWorld.signature.sign(Array(Self.status.utf8)))
            #expect(await world.send(signed, type: WebhookReceived.name.rawValue) == [.confirmed])
            let data = String(decoding: try Self.bytes(SubmittedOrderTests.order("O-2")), as: UTF8.self)
            let event =
                #"{"specversion":"1.0","id":"e-1","source":"/acme","type":"\#(OrderSubmitted.name.rawValue)","data":\#(data)}"#
            await world.send(Array(event.utf8), type: "", contentType: "application/cloudevents+json; charset=utf-8")
            try await eventually("everything is handled") {
                let orders = try await world.bench.count("order_events")
                let marks = try await world.bench.work(of: FetchOrders.self)
                let ids = try await world.bench.count("producer_messages")
                return orders == 2 && marks.count == 1 && ids == 3
            }
            #expect(try await world.failures().isEmpty)
        }
    }

    @Test("what a message says of a brand is not looked at; a shop of another brand is out of reach")
    func forgedTenants() async throws {
        try await ProducerWorld.run { world in
            var headers = Headers()
            headers["cloudEvents_tenantid"] = .string(Bench.otherTenant.description)
            await world.send(try Self.bytes(SubmittedOrderTests.order()), headers: headers)
            var foreign = SubmittedOrderTests.order()
            foreign.channelShop = "8888"
            await world.send(try Self.bytes(foreign), headers: headers)
            let refusal = "the producer may not speak for this shop: channelShop of \(world.user)"
            try await eventually("both are settled") { try await world.failures() == [refusal] }
            let owners = try await world.bench.database.rows("SELECT tenant_id FROM orders", as: UUID.self)
            #expect(owners == [Bench.tenant.uuid])
        }
    }

    @Test("the broker refuses another's name and another's key, and nothing of it arrives")
    func forgedUsers() async throws {
        try await ProducerWorld.run { world in
            let order = try Self.bytes(SubmittedOrderTests.order())
            // The connection is closed over each, so that it comes to no confirm.
            let forged = await world.send(order, userID: "guest", within: .seconds(2))
            #expect(forged != [.confirmed])
            let stranger = await world.send(order, key: "in.other.order", within: .seconds(2))
            #expect(stranger != [.confirmed])
            let gateway = await world.send(order, key: "gateway.tiktok.1", within: .seconds(2))
            #expect(gateway != [.confirmed])
            // After all that its own messages still go through.
            try await eventually("an honest message arrives") {
                await world.send(try Self.bytes(SubmittedOrderTests.order("O-9")), within: .seconds(5))
                return try await world.bench.count("order_events") > 0
            }
            let known = try await world.bench.database.rows("SELECT channel_order FROM orders", as: String.self)
            #expect(known == ["O-9"])
            #expect(try await world.failures().isEmpty)
        }
    }

    @Test("whatever is wrong with a message ends as a failure that says what to mend, and holds nothing else up")
    func malformed() async throws {
        try await ProducerWorld.run { world in
            let webhook = WebhookReceived.name.rawValue
            var empty = SubmittedOrderTests.order()
            empty.lines = []
            let large = [UInt8](repeating: UInt8(ascii: " "), count: Entrance.mostBytes + 1)
            await world.send(Array(#"{"channelShop":7}"#.utf8))
            await world.send([0x7B, 0xFF, 0xFE])
            await world.send(Array(String(repeating: "[", count: 50_000).utf8))
            await world.send(large)
            await world.send(try Self.bytes(empty))
            await world.send(try Self.bytes(SubmittedOrderTests.order("O-3")), userID: .some(nil))
            await world.send(try Self.bytes(SubmittedOrderTests.order("O-4")), id: "a\u{1}b")
            // What no text of a table takes: it must not hold the lane up.
            await world.send(try Self.bytes(SubmittedOrderTests.order("O-6")), type: "shop\u{0}")
            await world.send(try Self.webhook(Self.status), type: webhook)
            let unknown = Self.status.replacing("7495", with: "1234")
            let signature = ProducerWorld.signature.sign(Array(unknown.utf8))
            await world.send(try Self.webhook(unknown, authorization: signature), type: webhook)
            await world.send(try Self.bytes(SubmittedOrderTests.order("O-5")))
            try await eventually("the good one is an order, the others are failures") {
                let failures = try await world.failures()
                let orders = try await world.bench.count("order_events")
                return failures.count == 10 && orders == 1
            }
            let failures = try await world.failures()
            for reason in [
                "the message is larger than 2 MiB", "the user_id property is missing",
                "the message id holds control characters", "the type holds control characters",
                "the order cannot be read: lines is empty",
                "the webhook's signature is wrong", "the shop is not connected: 1234",
            ] {
                #expect(failures.contains { $0.hasPrefix(reason) }, "\(reason) in \(failures)")
            }
            // The rest cannot be decoded; where a field is wrong it is named.
            #expect(failures.contains { $0.contains("channelShop") }, "\(failures)")
            let known = try await world.bench.database.rows(
                "SELECT channel_order FROM orders WHERE version > 0", as: String.self)
            #expect(known == ["O-5"])
        }
    }
}
