import Contracts
import Foundation
import Schemas
import TestKit
import Testing

@testable import Gateway

/// Who reads the description alone can ask rightly and knows what the answers mean.
struct OpenAPIWordsTests {
    private typealias Node = [String: Any]

    private struct Operation {
        let name: String
        let members: Node
    }

    private static func operations(_ document: Node) throws -> [Operation] {
        let paths = try #require(document["paths"] as? [String: [String: Node]])
        return paths.flatMap { path, methods in
            methods.map { Operation(name: "\($0.key) \(path)", members: $0.value) }
        }
    }

    @Test("every property and every shape says what it is, and nothing is called nil")
    func everyProperty() throws {
        let document = try OpenAPITests.document()
        #expect(Untold.places(in: document) == [])
        let text = String(decoding: try JSONSerialization.data(withJSONObject: document), as: UTF8.self)
        #expect(!text.contains(/\bnil\b/) && !text.contains("``"))
        let shapes = try #require((document["components"] as? Node)?["schemas"] as? [String: Node])
        let order = try #require(shapes["OrderChanged"]?["properties"] as? [String: Node])
        let status = try #require(order["status"]?["description"] as? String)
        #expect(status.contains("\n\n- `unpaid`: Placed, not paid") && status.contains("\n- `onHold`: "))
        #expect(order["currency"]?["description"] as? String ?? "" != "")
        #expect(
            (order["placedAt"]?["description"] as? String)?.hasSuffix("RFC 3339, in UTC.") == true)
    }

    @Test("every parameter says what it is, has its limits, and an example that is within them")
    func everyParameter() throws {
        let document = try OpenAPITests.document()
        let misfit = Misfit(named: [:])
        for operation in try Self.operations(document) {
            for parameter in operation.members["parameters"] as? [Node] ?? [] {
                let what = "\(operation.name): \(parameter["name"] ?? "?")"
                #expect((parameter["description"] as? String ?? "").split(separator: " ").count >= 3, "\(what)")
                let shape = try #require(parameter["schema"] as? Node)
                let isBounded =
                    shape["enum"] != nil || shape["format"] != nil || shape["maximum"] != nil
                    || shape["maxLength"] != nil || shape["type"] as? String == "boolean"
                #expect(isBounded, "\(what)")
                let example = try #require(parameter["example"], "\(what)")
                #expect(misfit.places(of: example, in: shape) == [], "\(what)")
            }
        }
    }

    @Test("every place of an address is told")
    func everyPlace() throws {
        for route in try OpenAPITests.table().routes {
            for place in route.path.places { #expect(PlaceNote.all[place] != nil, "\(route.path): \(place)") }
        }
    }

    @Test("every operation has a summary, a group that is told, and nothing is told of a group that is none")
    func everyOperation()
        throws
    {
        let document = try OpenAPITests.document()
        var used: Set<String> = []
        for operation in try Self.operations(document) {
            #expect((operation.members["summary"] as? String)?.hasSuffix(".") == true, "\(operation.name)")
            used.formUnion(operation.members["tags"] as? [String] ?? [])
        }
        let told = try #require(document["tags"] as? [[String: String]])
        #expect(Set(told.compactMap { $0["name"] }) == used)
        #expect(told.count == used.count && told.allSatisfy { ($0["description"] ?? "").count > 15 })
    }

    @Test("every body of ours has an example, which is of its shape and can be read")
    func everyBody() throws {
        let document = try OpenAPITests.document()
        let shapes = try #require((document["components"] as? Node)?["schemas"] as? [String: Node])
        let paths = try #require(document["paths"] as? [String: [String: Node]])
        for route in try OpenAPITests.table().routes {
            guard let body = route.body else { continue }
            let operation = try #require(paths[route.path.description]?[route.method.rawValue])
            let request = try #require(operation["requestBody"] as? Node)
            let content = try #require((request["content"] as? [String: Node])?["application/json"])
            let example = try #require(content["example"], "\(route.name)")
            let shape = try #require(content["schema"] as? Node)
            #expect(Misfit(named: shapes).places(of: example, in: shape) == [], "\(route.name)")
            let bytes = try JSONSerialization.data(withJSONObject: example)
            #expect(throws: Never.self, "\(route.name)") { _ = try BodyReader.read(Array(bytes), as: body) }
        }
    }

    @Test("every problem shows one, which is of its shape and of its status")
    func everyProblem() throws {
        let components = try #require(try OpenAPITests.document()["components"] as? Node)
        let shapes = try #require(components["schemas"] as? [String: Node])
        let responses = try #require(components["responses"] as? [String: Node])
        let used = Set(try OpenAPITests.table().routes.flatMap(\.problems).map { "Problem\($0.rawValue)" })
        #expect(Set(responses.keys) == used, "a problem is listed that no route has")
        for (name, response) in responses {
            let content = try #require((response["content"] as? [String: Node])?["application/problem+json"])
            let example = try #require(content["example"] as? Node)
            let shape = try #require(content["schema"] as? Node)
            #expect(Misfit(named: shapes).places(of: example, in: shape) == [], "\(name)")
            #expect("Problem\(example["status"] as? Int ?? 0)" == name)
        }
    }

    @Test("what is not of a shape is found")
    func notOfAShape() {
        let shape: Node = [
            "type": "object", "required": ["id"],
            "properties": [
                "id": ["type": "string", "format": "uuid"], "count": ["type": "integer", "minimum": 1, "maximum": 3],
                "word": ["anyOf": [["type": "string", "enum": ["a"]], ["type": "null"]]],
                "inner": ["allOf": [["$ref": "#/x/Inner"]]],
            ] as Node,
        ]
        let misfit = Misfit(named: ["Inner": ["type": "string", "maxLength": 2]])
        func places(_ value: Node) -> [String] { misfit.places(of: value, in: shape).sorted() }
        #expect(places(["id": Examples.id, "count": 3, "word": NSNull(), "inner": "ab"]) == [])
        #expect(places(["id": "x"]) == ["/id is of another format"])
        #expect(places(["id": Examples.id, "count": 4]) == ["/count: 4 is beyond its limits"])
        #expect(places(["id": Examples.id, "word": "b"]) == ["/word is none of its choices"])
        #expect(places(["id": Examples.id, "inner": "abc"]) == ["/inner is too long or too short"])
        #expect(places(["other": 1]) == ["/id is missing", "/other is not named"])
    }
}
