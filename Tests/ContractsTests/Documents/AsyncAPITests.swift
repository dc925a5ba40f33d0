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
        if Documented.isWriting() { try made.write(to: Self.file) }
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

    @Test("every message says what it is for and shows one")
    func told() throws {
        let messages = try #require(try Self.node()["components"]?["messages"])
        for message in try Documented.messages {
            let told = try #require(messages[message.name], "\(message.name)")
            #expect(told["summary"] == .text(message.summary) && message.summary.count >= 15, "\(message.name)")
            guard case .array(let examples) = told["examples"] else { return #expect(Bool(false)) }
            #expect(examples.first?["payload"] == message.example, "\(message.name) shows no example")
        }
        for request in Topology.requests {
            let told = try #require(messages[request.name.rawValue], "\(request.name)")
            guard case .text(let summary) = told["summary"] else { return #expect(Bool(false)) }
            #expect(summary.count >= 15, "\(request.name): \(summary)")
        }
        let outside = try Documented.messages.filter(\.isFromOutside).map(\.name)
        #expect(outside == ["shop.order.submitted.v1"])
    }

    @Test("every reference leads somewhere")
    func references() throws {
        let document = try Self.node()
        let found = Set(Self.references(document))
        #expect(found.count > 200)
        for reference in found {
            let steps = reference.split(separator: "/").dropFirst().map(String.init)
            #expect(steps.reduce(document as JSONNode?) { $0?[$1] } != nil, "\(reference)")
        }
    }

    private static func references(_ node: JSONNode) -> [String] {
        switch node {
        case .object(let members):
            members.flatMap { name, member in
                if name == "$ref", case .text(let reference) = member { [reference] } else { references(member) }
            }
        case .array(let elements): elements.flatMap(references)
        default: []
        }
    }

    @Test("only outside producers write to the exchange that is open to them, and the document says how they prove it")
    func security() throws {
        let document = try Self.node()
        let producer: JSONNode = ["$ref": "#/components/securitySchemes/producer"]
        let byProducers = document["operations"].members.filter { $0.value["security"] == [producer] }
        #expect(
            byProducers.keys.sorted() == [
                "producer.send.shop.order.submitted.v1", "producer.send.shop.webhook.received.v1",
            ])
        let schemes = (document["components"]?["securitySchemes"]).members.keys.sorted()
        #expect(schemes == ["operator", "producer", "service"])
        for (name, server) in document["servers"].members {
            guard case .array(let accepted) = server["security"] else { return #expect(Bool(false), "\(name)") }
            let names = accepted.compactMap { $0["$ref"] }
            #expect(Set(names) == Set(schemes.map { JSONNode.text("#/components/securitySchemes/\($0)") }), "\(name)")
        }
    }

    static func node() throws -> JSONNode {
        let entries = try Documented.messages.map {
            AsyncAPI.Entry($0.type, summary: $0.summary, description: $0.description, example: $0.example)
        }
        return try AsyncAPI(entries, requests: Topology.requests, words: Words.today.get()).node()
    }

    static func made() throws -> Data { try Documented.text(of: node()) }
}

extension JSONNode? {
    /// Its members, where it is an object.
    var members: [String: JSONNode] { if case .object(let members) = self { members } else { [:] } }
}
