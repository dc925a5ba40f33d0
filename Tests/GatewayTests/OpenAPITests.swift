import Contracts
import Foundation
import Schemas
import TestKit
import Testing

@testable import Gateway

struct OpenAPITests {
    static func table() throws -> RouteTable {
        try RouteTable.all(
            page: PageFiles(page: App.pageFolder, scripts: URL(filePath: "/usr/share/javascript"), logger: silent),
            version: "1.2.3")
    }

    static func document() throws -> [String: Any] {
        let routes = try table().routes
        let bytes = try OpenAPI(routes, version: "1.2.3", words: .ofBuild()).document()
        return try #require(JSONSerialization.jsonObject(with: bytes) as? [String: Any])
    }

    @Test("every route is told with its method, its scope and its problems")
    func everyRouteTold() throws {
        let paths = try #require(try Self.document()["paths"] as? [String: [String: [String: Any]]])
        for route in try Self.table().routes {
            let operation = try #require(paths[route.path.description]?[route.method.rawValue])
            #expect(operation["operationId"] as? String == route.name)
            if case .needs(let scope) = route.access { #expect(operation["x-scope"] as? String == scope.rawValue) }
            let responses = try #require(operation["responses"] as? [String: Any])
            #expect(responses[String(route.answer.status)] != nil)
            for problem in route.problems { #expect(responses[String(problem.rawValue)] != nil) }
        }
    }

    @Test("the description that is served tells of itself, of the page, and of how partners prove who they are")
    func descriptionServedTells()
        throws
    {
        let found = try Self.table().find(method: "GET", path: "/openapi.json")
        guard case .found(let route, _) = found else { return #expect(Bool(false)) }
        #expect(route.tag == "page")
        let document = try OpenAPI(try Self.table().routes, version: "1.2.3", words: .ofBuild()).document()
        let paths = try #require(
            (JSONSerialization.jsonObject(with: document) as? [String: Any])?["paths"] as? [String: [String: Any]])
        #expect(Set(["/", "/assets/{file}", "/openapi.json"]).isSubset(of: paths.keys))
        let own = try #require(paths["/openapi.json"]?["get"] as? [String: Any])
        let answers = try #require(own["responses"] as? [String: [String: Any]])
        let content = try #require(answers["200"]?["content"] as? [String: [String: [String: String]]])
        #expect(content["application/json"]?["schema"] == ["type": "object"])
        let webhook = try #require(paths["/webhooks/tiktok"]?["post"] as? [String: Any])
        #expect(webhook["security"] as? [[String: [String]]] == [["tiktokSignature": []]])
        #expect(webhook["requestBody"] != nil)
    }

    @Test("every reference leads somewhere")
    func everyReferenceLeads() throws {
        let document = try Self.document()
        func references(_ value: Any) -> [String] {
            if let members = value as? [String: Any] {
                return members.flatMap { name, inner in name == "$ref" ? [inner as? String ?? ""] : references(inner) }
            }
            return (value as? [Any])?.flatMap(references) ?? []
        }
        let found = Set(references(document))
        #expect(found.count > 20)
        for reference in found {
            let steps = reference.split(separator: "/").dropFirst().map(String.init)
            let target = steps.reduce(document as Any?) { ($0 as? [String: Any])?[$1] }
            #expect(target != nil, "\(reference)")
        }
    }

    @Test("a shape is what the type itself decodes")
    func shapeTypeItself() throws {
        struct Inner: Codable { var when: Instant }
        struct Outer: Codable {
            enum Word: String, Codable, CaseIterable { case one, two }
            var id: OrderID
            var word: Word
            var maybe: Int64?
            var inner: [Inner]
            var more: [String: Double]
            var flags: [Bool]?
        }
        let probe = SchemaProbe()
        guard case .named(let name) = try probe.schema(of: Outer.self) else { return #expect(Bool(false)) }
        guard case .object(let members) = probe.components[name] else { return #expect(Bool(false)) }
        #expect(members.filter(\.isRequired).map(\.name) == ["id", "word", "inner", "more"])
        let byName = Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.schema) })
        #expect(byName["id"] == .text(format: "uuid"))
        #expect(byName["word"] == .text(words: ["one", "two"]))
        #expect(byName["maybe"] == .whole())
        #expect(byName["more"] == .map(.number))
        #expect(byName["flags"] == .array(.truth))
        guard case .array(.named(let inner)) = byName["inner"] else { return #expect(Bool(false)) }
        #expect(
            probe.components[inner]
                == .object([.init(name: "when", schema: Instant.schema, isRequired: true)]))
    }

    @Test("what must be there and may be null is told so")
    func nullTold() throws {
        let probe = SchemaProbe()
        guard case .named(let name) = try probe.schema(of: StockRoutes.Settings.self) else {
            return #expect(Bool(false))
        }
        let members = ["threshold", "buffer"].map {
            Schema.Member(name: $0, schema: .orNull(.whole()), isRequired: true)
        }
        #expect(probe.components[name] == .object(members))
        #expect(Schema.orNull(.whole()).node == ["anyOf": [["type": "integer"], ["type": "null"]]])
    }

    @Test("routes have names of their own, and every scope opens something")
    func routesNamesEvery() throws {
        let routes = try Self.table().routes
        #expect(Set(routes.map(\.name)).count == routes.count)
        let scopes = Set(routes.compactMap { if case .needs(let scope) = $0.access { scope } else { nil } })
        #expect(scopes == Set(AccessScope.allCases))
    }

    @Test("words win over places, and a method that is not there is told apart from an address that is not")
    func wordsWinOver()
        throws
    {
        let table = try Self.table()
        guard case .found(let history, _) = table.find(method: "GET", path: "/v1/stock/history") else {
            return #expect(Bool(false))
        }
        #expect(history.name == "listStockMoves")
        guard case .otherMethods(let methods) = table.find(method: "DELETE", path: "/v1/orders/x") else {
            return #expect(Bool(false))
        }
        #expect(methods == ["GET", "HEAD", "OPTIONS"])
        guard case .unknown = table.find(method: "GET", path: "/v1/nothing") else { return #expect(Bool(false)) }
    }
}
