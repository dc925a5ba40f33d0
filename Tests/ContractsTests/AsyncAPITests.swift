import Contracts
import Foundation
import Schemas
import Testing

/// The document for whoever listens to the broker or writes to it.
@Suite struct AsyncAPITests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    private static let file = root.appending(path: "docs/asyncapi.json")

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
        #expect(Self.faults(body, shape, schemas, at: "") == [])
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

    private static func made() throws -> Data {
        let entries = try Samples.all.map { sample in
            let type = type(of: sample)
            let (publisher, summary) = try told(of: "\(type)")
            return AsyncAPI.Entry(type, publisher: publisher, summary: summary)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(AsyncAPI(entries).node()) + Data("\n".utf8)
    }

    /// The folder that a contract lies in and the first sentence of its comment.
    private static func told(of type: String) throws -> (publisher: String, summary: String) {
        let contracts = root.appending(path: "Shared/Contracts")
        for folder in try FileManager.default.contentsOfDirectory(at: contracts, includingPropertiesForKeys: nil) {
            let file = folder.appending(path: "\(type).swift")
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { continue }
            let above = text.prefix(upTo: try #require(text.range(of: "public struct \(type):")).lowerBound)
            let comment = above.split(separator: "\n").drop { !$0.hasPrefix("///") }.map { $0.dropFirst(4) }
            let sentence = comment.joined(separator: " ").prefix { $0 != "." }
            return (folder.lastPathComponent, sentence.replacing("``", with: "`") + ".")
        }
        return try #require(nil, "\(type) has no file of its name")
    }

    /// Where a value is not of a shape.
    private static func faults(
        _ value: Any, _ shape: [String: Any], _ schemas: [String: [String: Any]], at path: String
    ) -> [String] {
        if let reference = shape["$ref"] as? String {
            let name = String(reference.split(separator: "/").last ?? "")
            return schemas[name].map { faults(value, $0, schemas, at: path) } ?? ["\(path): no shape \(name)"]
        }
        switch (shape["type"] as? String, value) {
        case ("object", let members as [String: Any]):
            let properties = shape["properties"] as? [String: [String: Any]] ?? [:]
            let missing = (shape["required"] as? [String] ?? []).filter { members[$0] == nil }
            let others = shape["additionalProperties"] as? [String: Any]
            return missing.map { "\(path)/\($0) is missing" }
                + members.flatMap { name, member in
                    (properties[name] ?? others).map { faults(member, $0, schemas, at: "\(path)/\(name)") }
                        ?? ["\(path)/\(name) is not named"]
                }
        case ("array", let elements as [Any]):
            let items = shape["items"] as? [String: Any] ?? [:]
            return elements.enumerated().flatMap { faults($1, items, schemas, at: "\(path)/\($0)") }
        case ("string", let text as String):
            let words = shape["enum"] as? [String] ?? [text]
            return words.contains(text) ? [] : ["\(path): \(text) is no word of it"]
        case ("integer", let number as NSNumber):
            return number.doubleValue == number.doubleValue.rounded() ? [] : ["\(path): \(number) is not whole"]
        case ("number", is NSNumber), ("boolean", is NSNumber): return []
        case (let kind, _): return ["\(path) is no \(kind ?? "?")"]
        }
    }
}
