import Contracts
import Foundation
import Schemas
import TestKit
import Testing

/// The document for whoever listens to the broker or writes to it.
@Suite struct AsyncAPITests {
    private static let file = Documented.root.appending(path: "docs/asyncapi.json")

    @Test("the document is what the contracts say")
    func document() throws {
        let made = try Self.made()
        if ProcessInfo.processInfo.environment["WRITE_DOCS"] == "1" { try made.write(to: Self.file) }
        #expect(try Data(contentsOf: Self.file) == made, "run make docs")
    }

    /// Every example that was ever sent has what its shape calls required, and nothing that the shape does not name.
    @Test(
        "the golden messages are of the shapes that the document gives",
        arguments: Samples.all.map(GoldenTests.Box.init))
    func shapes(_ sample: GoldenTests.Box) throws {
        let document = try JSONSerialization.jsonObject(with: Self.made()) as? [String: Any]
        let components = try #require(document?["components"] as? [String: Any])
        let schemas = try #require(components["schemas"] as? [String: [String: Any]])
        let message = (components["messages"] as? [String: [String: Any]])?[type(of: sample.message).name.rawValue]
        let shape = try #require(message?["payload"] as? [String: Any])
        let body = try JSONSerialization.jsonObject(with: JSONEncoder().encode(sample.message))
        #expect(Misfit(named: schemas).places(of: body, in: shape) == [])
    }

    @Test("every queue that hears a message is named, and every name leads somewhere")
    func queues() throws {
        let document = try JSONSerialization.jsonObject(with: Self.made()) as? [String: Any]
        let operations = try #require(document?["operations"] as? [String: [String: Any]])
        let channels = try #require(document?["channels"] as? [String: Any])
        for lane in Topology.lanes where lane.exchange == .events {
            for key in lane.keys {
                #expect(operations["\(lane.queue).\(key)"] != nil, "\(lane.queue) hears \(key)")
                #expect(channels[key] != nil, "\(key)")
            }
        }
        #expect(operations["ingestion.webhooks.shop.order.submitted.v1"] != nil)
    }

    @Test("every message says what it is for, who sends it, who takes it, and shows one")
    func told() throws {
        let document = try JSONSerialization.jsonObject(with: Self.made()) as? [String: Any]
        let components = try #require(document?["components"] as? [String: Any])
        let messages = try #require(components["messages"] as? [String: [String: Any]])
        #expect(messages.count == Samples.all.count)
        for (name, message) in messages {
            #expect((message["summary"] as? String ?? "").count >= 15, "\(name) does not say what it is for")
            #expect(message["x-publisher"] as? String != nil, "\(name)")
            let examples = try #require(message["examples"] as? [[String: Any]])
            #expect(examples.first?["payload"] as? [String: Any] != nil, "\(name) shows no example")
        }
        let order = try #require(messages["shop.order.changed.v1"])
        #expect(order["x-publisher"] as? String == "Ingestion")
        #expect(order["x-consumers"] as? [String] == ["analytics", "fulfillment", "inventory"])
    }

    @Test("only outside producers write to the exchange that is open to them, and the document says how they prove it")
    func security() throws {
        let document = try JSONSerialization.jsonObject(with: Self.made()) as? [String: Any]
        let operations = try #require(document?["operations"] as? [String: [String: Any]])
        let byProducers = operations.filter { _, operation in
            (operation["security"] as? [[String: String]])?.first?["$ref"]?.hasSuffix("/producer") == true
        }
        #expect(
            byProducers.keys.sorted() == ["send.shop.order.submitted.v1", "send.shop.webhook.received.v1"])
        let components = try #require(document?["components"] as? [String: Any])
        let schemes = try #require(components["securitySchemes"] as? [String: [String: Any]])
        #expect(schemes.keys.sorted() == ["producer", "service"])
    }

    static func made() throws -> Data {
        let entries = try Documented.messages.map {
            AsyncAPI.Entry(
                $0.type, publisher: $0.publisher, summary: $0.summary, description: $0.description,
                example: $0.example)
        }
        return try Documented.text(of: AsyncAPI(entries, words: Words.today.get()).node())
    }
}
