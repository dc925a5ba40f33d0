import AMQP
import Contracts
import Foundation
import Testing

@testable import Ingestion
@testable import Messaging

struct EntranceTests {
    private static let id = "01900000-0000-7000-8000-000000000001"

    @Test("an outside message has its user from the broker, no brand, and an id of ours")
    func outside() throws {
        let metadata = try Entrance.door.open(
            Self.delivery("in.acme.order", user: "acme", id: "order-1", tenant: TenantID.mint().description))
        #expect(metadata.user == "acme")
        #expect(metadata.tenant == nil)
        #expect(metadata.subject == "order-1")
        #expect(metadata.id.v7Instant != nil)
    }

    @Test("a version 7 id of a producer's becomes one of ours: always the same one, and another for another producer")
    func ownID() throws {
        func id(_ user: String) throws -> UUID {
            let metadata = try Entrance.door.open(Self.delivery("in.\(user).order", user: user, id: Self.id))
            #expect(metadata.subject == Self.id, "by which its producer finds it among the failures")
            return metadata.id
        }
        let ours = try id("acme")
        #expect(ours.text != Self.id && ours.v7Instant == UUID(text: Self.id)?.v7Instant)
        #expect(try id("acme") == ours)
        #expect(try id("other") != ours)
    }

    @Test("a message that was put off comes back as itself, with its producer's id")
    func putOff() throws {
        var headers = Headers()
        headers[WireHeader.subject] = .string("order-1")
        let delivery = Self.delivery("in.acme.order", user: "acme", id: Self.id, headers: headers, isKept: true)
        let metadata = try Entrance.door.open(delivery)
        #expect(metadata.id.text == Self.id)
        #expect(metadata.subject == "order-1")
    }

    @Test("an id of 200 bytes is known whole, a longer one is refused: cut it would be another message's")
    func longID() throws {
        let id = String(repeating: "i", count: 200)
        #expect(try Entrance.door.open(Self.delivery("in.acme.order", user: "acme", id: id)).subject == id)
        #expect(throws: Door.Refusal.self) {
            try Entrance.door.open(Self.delivery("in.acme.order", user: "acme", id: id + "1"))
        }
    }

    @Test("an id that tells no time is as old as its sender says, unless that cannot be")
    func sentAt() throws {
        let now = Date()
        func sentAt(_ ago: TimeInterval, id: String = "order-1") throws -> Date? {
            let timestamp = UInt64(now.timeIntervalSince1970 - ago)
            return try Entrance.door.open(
                Self.delivery("in.acme.order", user: "acme", id: id, timestamp: timestamp)
            ).sentAt
        }
        // A whole second counts from its end.
        let minute = try #require(try sentAt(60))
        #expect((58...60).contains(now.timeIntervalSince(minute)))
        #expect(try sentAt(15 * 86_400) == nil, "two weeks are the most")
        #expect(try sentAt(-3600) == nil, "an hour ahead")
        #expect(Entrance.said(1_800_000_000_000, now: now) == nil, "milliseconds are not the protocol's")
        #expect(try sentAt(60, id: Self.id) == nil, "the id itself tells")
        #expect(try Entrance.door.open(Self.delivery("in.acme.order", user: "acme")).sentAt == nil)
    }

    @Test("a key of another user's, and a message without one, are refused")
    func forgedUsers() {
        for user in [nil, "", "mallory", "ac"] as [String?] {
            #expect(throws: Door.Refusal.self) { try Entrance.door.open(Self.delivery("in.acme.order", user: user)) }
        }
    }

    @Test("our gateway's messages name no user further in, whoever the broker's user is")
    func gateway() throws {
        let metadata = try Entrance.door.open(Self.delivery("gateway.tiktok.1", user: "gateway", id: Self.id))
        #expect(metadata.user == nil)
        #expect(throws: Door.Refusal.self) {
            try Entrance.door.open(Self.delivery("gateway.tiktok.1", user: nil, id: "1"))
        }
    }

    @Test("a structured CloudEvent carries id and type in its body, and its data is what is decoded")
    func structured() throws {
        let event = #"""
            {"specversion":"1.0","id":"e-1","type":"shop.webhook.received.v1","source":"/acme","data":{"provider":"tiktokShop",
            "headers":{},"payload":"e30=","receivedAt":"2026-01-01T00:00:00Z"}}
            """#
        let delivery = Self.delivery(
            "in.acme.webhook", user: "acme", id: nil, type: nil, contentType: "application/cloudevents+json",
            body: event)
        let metadata = try Entrance.door.open(delivery)
        #expect(metadata.name == WebhookReceived.name)
        #expect(metadata.subject == "e-1")
        let body = try WebhookReceivedHandler.Body.decode(delivery.body, metadata)
        #expect(body.webhook.payload == Data("{}".utf8))
        // Put off and handed back, it is the same message, and its producer's id is still known.
        let again = try Entrance.door.open(
            Self.delivery(
                "in.acme.webhook", user: "acme", id: Self.id, type: nil, contentType: "application/cloudevents+json",
                body: event, isKept: true))
        #expect(again.id.text == Self.id)
        #expect(again.subject == "e-1")
    }

    @Test(
        "what is wrong inside a structured CloudEvent is told with its path, however it is written",
        arguments: [
            (#"{"specversion":"1.0","id":"1","type":"x","data":{"channelShop":7}}"#, "data/channelShop"),
            (#"{"id":"1","type":"x","data":{"channelShop":7}}"#, "data/channelShop"),
            (#"{"\u0073pecversion":"1.0","id":"1","type":"x","data":{"channelShop":7}}"#, "data/channelShop"),
            (#"{"specversion":"1.0","id":"1","type":"x","data_base64":"e30="}"#, "data"),
            (#"{"channelShop":7}"#, "channelShop"),
        ])
    func structuredFaults(body: String, path: String) throws {
        let metadata = try Entrance.door.open(Self.delivery("in.acme.order", user: "acme"))
        let error = #expect(throws: DecodingError.self) {
            try Entrance.decode(Array(body.utf8), metadata, as: OrderSubmitted.self)
        }
        switch error {
        case .typeMismatch(_, let context):
            #expect(context.codingPath.map(\.stringValue).joined(separator: "/") == path)
        case .keyNotFound(let key, _): #expect(key.stringValue == path)
        default: Issue.record("\(String(describing: error))")
        }
    }

    @Test("what no table takes is refused by name, and a stranger's journey, cause and trace are not ours")
    func controls() throws {
        for (id, type) in [("a\u{0}b", "shop.order.submitted.v1"), ("1", "shop\u{0}"), ("1\n2", "x"), ("", "x")] {
            #expect(throws: Door.Refusal.self) {
                try Entrance.door.open(Self.delivery("in.acme.order", user: "acme", id: id, type: type))
            }
        }
        var headers = Headers()
        headers[WireHeader.causation] = .string(Self.id)
        headers[WireHeader.traceparent] = .string("00-x")
        let metadata = try Entrance.door.open(
            Self.delivery("in.acme.order", user: "acme", correlation: Self.id, headers: headers))
        #expect(metadata.correlation == nil)
        #expect(metadata.causation == nil)
        #expect(metadata.traceparent == nil)
    }

    @Test("a body that is no UTF-8, nested without end or no JSON is a reason, not a crash")
    func unreadable() throws {
        let metadata = try Entrance.door.open(Self.delivery("in.acme.order", user: "acme"))
        let deep = String(repeating: "{\"a\":", count: 100_000)
        for bytes in [Array(deep.utf8), [0x7B, 0x22, 0xFF, 0x22, 0x7D], Array("null".utf8), []] {
            #expect(throws: DecodingError.self) {
                try Entrance.decode(bytes, metadata, as: OrderSubmitted.self)
            }
        }
    }

    @Test("a message of more than 2 MiB is refused unread")
    func size() {
        let body = String(repeating: " ", count: Entrance.mostBytes + 1)
        #expect(throws: Door.Refusal.self) {
            try Entrance.door.open(Self.delivery("in.acme.order", user: "acme", body: body))
        }
    }

    private static func delivery(
        _ key: String, user: String?, id: String? = "1", type: String? = "shop.order.submitted.v1",
        tenant: String? = nil, correlation: String? = nil, contentType: String = "application/json",
        headers: Headers = Headers(), body: String = "{}", isKept: Bool = false, timestamp: UInt64? = nil
    ) -> Delivery {
        var headers = headers
        if let tenant { headers[WireHeader.tenant] = .string(tenant) }
        let properties = MessageProperties(
            contentType: contentType, messageID: id, correlationID: correlation, type: type, userID: user,
            timestamp: timestamp, headers: headers)
        return Delivery(
            receipt: Receipt(generation: isKept ? 0 : 1, tag: 1), isRedelivered: false, exchange: "shop.webhooks",
            routingKey: key,
            properties: properties, body: Array(body.utf8))
    }
}
