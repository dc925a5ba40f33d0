import AMQP
import Contracts
import Foundation
import Schemas
import TestKit
import Testing

@testable import Messaging

/// What the document says of headers, properties and bindings is what the code puts on the wire.
@Suite struct AsyncAPIEnvelopeTests {
    private static func trait(_ name: String) throws -> JSONNode {
        try #require(try AsyncAPITests.node()["components"]?["messageTraits"]?[name])
    }

    private static func names(_ trait: JSONNode) -> Set<String> {
        Set((trait["headers"]?["properties"]).members.keys)
    }

    private static func required(_ trait: JSONNode) -> Set<String> {
        guard case .array(let names) = trait["headers"]?["required"] else { return [] }
        return Set(names.compactMap { if case .text(let name) = $0 { name } else { nil } })
    }

    /// What Inventory sends when there is little left.
    private static func sent(cause: Metadata?) throws -> Publication {
        let low = StockLow(
            sku: Samples.sku, code: "TMB-1", available: 4, threshold: 5, at: Instant(milliseconds: 0))
        let draft = Draft(low, tenant: .mint(), subject: cause == nil ? nil : Samples.sku.description)
        let outgoing = try Outgoing(
            draft, cause: cause, route: Topology.route(StockLow.name), encoder: JSONEncoder(), vault: nil, tracer: nil)
        return outgoing.publication(source: "/services/inventory")
    }

    @Test("a message bears at least the headers that are required, and at most those that are told")
    func headers() throws {
        let trait = try Self.trait("cloudEvent")
        let most = try Self.sent(
            cause: Metadata(
                name: "shop.order.changed.v1", correlation: "journey",
                traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", tracestate: "a=1"))
        #expect(Set(most.properties.headers.map { $0.name }) == Self.names(trait))
        #expect(Self.names(trait) == WireHeader.all)
        let least = try Self.sent(cause: nil)
        #expect(Set(least.properties.headers.map { $0.name }) == Self.required(trait))
        #expect(least.properties.correlationID == nil, "so the document says that it may be absent")
        #expect(trait["correlationId"]?["location"] == "$message.header#/correlation_id")
    }

    @Test("the properties of a message are those that the document tells")
    func properties() throws {
        let told = try #require(try Self.trait("cloudEvent")["x-amqp-properties"]).written
        let sent = try Self.sent(cause: nil).properties
        #expect(try Self.trait("cloudEvent")["contentType"] == .text(sent.contentType ?? ""))
        #expect(sent.type == StockLow.name.rawValue && sent.isPersistent && sent.timestamp != nil)
        #expect(told.contains("delivery_mode") && told.contains("timestamp") && !told.contains("user_id"))
        #expect(sent.userID == nil && sent.replyTo == nil && sent.expiration == nil)
    }

    @Test("requests and answers bear the headers that the code writes and reads")
    func requests() throws {
        let asked = [
            RequestHeader.tenants, RequestHeader.actor, RequestHeader.deadline, RequestHeader.idempotencyKey,
            WireHeader.tenant, WireHeader.traceparent, WireHeader.tracestate,
        ]
        #expect(try Self.names(Self.trait("request")) == Set(asked))
        let always: Set = [RequestHeader.tenants, RequestHeader.actor, RequestHeader.deadline]
        #expect(try Self.required(Self.trait("request")) == always)
        let answered: Set = [WireHeader.causation, RequestHeader.outcome]
        #expect(try Self.names(Self.trait("reply")) == answered)
        #expect(try Self.required(Self.trait("reply")) == answered)
    }

    @Test("what comes from outside must bear no header; what a gateway writes is told")
    func outside() throws {
        let trait = try Self.trait("fromOutside")
        #expect(Self.required(trait) == [])
        #expect(Self.names(trait) == [WireHeader.source, WireHeader.traceparent, WireHeader.tracestate])
    }

    @Test("the binding names the message's own type, and no encoding that nobody sets")
    func bindings() throws {
        let document = try AsyncAPITests.node()
        let messages = (document["components"]?["messages"]).members
        for (name, message) in messages where name != "refusal" {
            let binding = try #require(message["bindings"]?["amqp"], "\(name)")
            let type = name.hasSuffix(".reply") ? String(name.dropLast(".reply".count)) : name
            #expect(binding["messageType"] == .text(type), "\(name)")
            #expect(binding["contentEncoding"] == nil, "\(name)")
        }
        for trait in (document["components"]?["messageTraits"]).members.values {
            #expect(trait["bindings"] == nil, "a trait knows no message's name")
        }
    }

    @Test("the headers of every example are of the shape that the document gives")
    func examples() throws {
        let document = try JSONSerialization.jsonObject(with: AsyncAPITests.made()) as? [String: Any]
        let components = try #require(document?["components"] as? [String: Any])
        let messages = try #require(components["messages"] as? [String: [String: Any]])
        let traits = try #require(components["messageTraits"] as? [String: [String: Any]])
        for message in try Documented.messages {
            let told = try #require(messages[message.name])
            let reference = (told["traits"] as? [[String: String]])?.first?["$ref"] ?? ""
            let trait = try #require(traits[String(reference.split(separator: "/").last ?? "")], "\(message.name)")
            let shape = try #require(trait["headers"] as? [String: Any])
            let example = try #require((told["examples"] as? [[String: Any]])?.first)
            let headers = try #require(example["headers"] as? [String: Any], "\(message.name)")
            #expect(Misfit(named: [:]).places(of: headers, in: shape) == [], "\(message.name)")
        }
    }
}

extension JSONNode {
    /// As it is written.
    fileprivate var written: String {
        (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
