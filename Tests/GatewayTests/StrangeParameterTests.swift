import Contracts
import Foundation
import Testing

@testable import Gateway

/// Whatever stands behind an address's question mark, the answer is one that the description promises.
@Suite(.timeLimit(.minutes(4)))
struct StrangeParameterTests {
    private typealias Node = [String: Any]

    private static let unlimited = [
        "GATEWAY_RATE": "10000", "GATEWAY_BURST": "100000", "GATEWAY_STRANGER_RATE": "10000",
        "GATEWAY_STRANGER_BURST": "100000",
    ]

    /// What the description promises of a route: the header fields of each answer, by its status.
    private static func promises(_ route: Route, _ document: Node) throws -> [Int: [String]] {
        let paths = try #require(document["paths"] as? [String: [String: Node]])
        let operation = try #require(paths[route.path.description]?[route.method.rawValue])
        let shared = (document["components"] as? Node)?["responses"] as? [String: Node] ?? [:]
        let answers = try #require(operation["responses"] as? [String: Node])
        return answers.reduce(into: [:]) { promises, answer in
            let name = (answer.value["$ref"] as? String)?.split(separator: "/").last.map(String.init)
            let node = name.flatMap { shared[$0] } ?? answer.value
            promises[Int(answer.key) ?? 0] = (node["headers"] as? Node)?.keys.sorted() ?? []
        }
    }

    private static func target(_ route: Route) -> String {
        route.path.places.reduce(route.path.description) {
            $0.replacing("{\($1)}", with: GatewayWorld.uuid(1).text)
        }
    }

    @Test("a strange, a repeated and a badly encoded parameter get an answer that is told of the route")
    func everyRoute() async throws {
        let document = try OpenAPITests.document()
        let routes = try OpenAPITests.table().routes
        let promised = try Dictionary(uniqueKeysWithValues: routes.map { ($0.name, try Self.promises($0, document)) })
        try await GatewayWorld.lend(Self.unlimited) { world async throws in
            world.services.answerSamples()
            for route in routes {
                let promises = promised[route.name] ?? [:]
                let cases = [
                    ("strange=1", "unknownParameter", !route.takesForeignParameters),
                    ("twice=1&twice=2", "parameterRepeated", true), ("wrong=%FF", "parameterUnreadable", true),
                    ("%ZZ=1", "parameterUnreadable", true),
                ]
                for (query, code, isRefused) in cases {
                    let reply = try await world.ask(
                        route.method.rawValue.uppercased(), "\(Self.target(route))?\(query)",
                        body: route.body == nil ? nil : "{}")
                    let note = "\(route.name)?\(query): \(reply.status)"
                    let fields = try #require(promises[reply.status], "\(note) is not told")
                    #expect(fields.contains("X-Request-Id"), "\(note)")
                    for field in fields where field != "Retry-After" {
                        #expect(reply.header(field) != nil, "\(note) lacks \(field)")
                    }
                    guard isRefused else { continue }
                    #expect(reply.status == 400, "\(note)")
                    #expect(try reply.problem().code == code, "\(note)")
                }
            }
        }
    }

    @Test("who asks too often is told when to ask again, as the description says")
    func retryAfter() async throws {
        let document = try OpenAPITests.document()
        let route = try #require(try OpenAPITests.table().routes.first { $0.name == "getSession" })
        #expect(try Self.promises(route, document)[429]?.contains("Retry-After") == true)
        #expect(try Self.promises(route, document)[503]?.contains("Retry-After") == true)
        #expect(try Self.promises(route, document)[200]?.contains("Retry-After") == false)
    }
}
