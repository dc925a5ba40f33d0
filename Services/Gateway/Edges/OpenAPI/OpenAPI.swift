import Contracts
import Foundation
import Schemas

/// The description of the interface (OpenAPI 3.1), made of the very table that requests are answered by.
struct OpenAPI {
    private let routes: [Route]
    private let version: String
    private let probe: SchemaProbe

    /// - Parameter words: What people are told of the types that are sent and given.
    init(_ routes: [Route], version: String, words: Words) {
        self.routes = routes
        self.version = version
        probe = SchemaProbe(words)
    }

    /// The document's bytes.
    func document() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(try node())
    }

    /// The document.
    func node() throws -> JSONNode {
        var paths: [String: JSONNode] = [:]
        for route in routes {
            let known = paths[route.path.description] ?? [:]
            paths[route.path.description] = known.adding([route.method.rawValue: try operation(route)])
        }
        let problem = try probe.schema(of: ProblemDocument.self)
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "Shop OS", "version": .text(version),
                "description": "Orders, stock, parcels and figures of a brand's shops. Problems are RFC 9457.",
            ],
            "tags": TagNote.node,
            "paths": .object(paths),
            "components": [
                "schemas": .object(probe.components.mapValues(\.node)),
                "responses": .object(problems(problem.node)), "headers": AnswerHeader.node,
                "securitySchemes": Self.locks,
            ],
        ]
    }

    private static let locks: JSONNode = [
        "key": ["type": "http", "scheme": "bearer", "description": "An API key, as `POST /v1/keys` tells it once."],
        "session": [
            "type": "apiKey", "in": "cookie", "name": .text(SessionSeal.cookie),
            "description": "The cookie of the page, as `POST /v1/session` sets it.",
        ],
        "tiktokSignature": [
            "type": "apiKey", "in": "header", "name": "Authorization",
            "description": "HMAC-SHA256 of the app's key and the body under the app's secret, in hexadecimal digits.",
        ],
        "shippoToken": [
            "type": "apiKey", "in": "query", "name": "token",
            "description": "What we put into the address given to Shippo.",
        ],
    ]

    /// The problems that some route may answer with.
    private func problems(_ shape: JSONNode) -> [String: JSONNode] {
        let kinds = Set(routes.flatMap(\.problems))
        let responses = kinds.map { kind in
            (
                "Problem\(kind.rawValue)",
                [
                    "description": .text(kind.title), "headers": AnswerHeader.of(kind),
                    "content": ["application/problem+json": ["schema": shape, "example": kind.example.node]],
                ] as JSONNode
            )
        }
        return Dictionary(uniqueKeysWithValues: responses)
    }

    private func operation(_ route: Route) throws -> JSONNode {
        var members: [String: JSONNode] = [
            "operationId": .text(route.name), "summary": .text(route.summary), "tags": [.text(route.tag)],
            "responses": .object(try responses(route)),
        ]
        if let details = route.details { members["description"] = .text(details) }
        let places = route.path.places.compactMap { name in PlaceNote.all[name]?.node(name) }
        let parameters = places + route.query.map(\.node) + headers(route)
        if !parameters.isEmpty { members["parameters"] = .array(parameters) }
        if let body = try body(route) { members["requestBody"] = body }
        members["security"] = Self.security(of: route)
        if case .needs(let scope) = route.access { members["x-scope"] = .text(scope.rawValue) }
        return .object(members)
    }

    private static func security(of route: Route) -> JSONNode {
        guard route.access == .open else { return [["key": []], ["session": []]] }
        return switch route.name {
        case "tiktokWebhook": [["tiktokSignature": []]]
        case "shippoWebhook": [["shippoToken": []]]
        default: []
        }
    }

    private func body(_ route: Route) throws -> JSONNode? {
        var content: JSONNode
        if let body = route.body {
            content = ["schema": try probe.schema(of: body).node]
        } else if route.tag == "webhooks" {
            // What stands in it is the partner's affair; its bytes are what is signed.
            content = ["schema": ["type": "object"]]
        } else {
            return nil
        }
        if let example = route.example { content = content.adding(["example": example]) }
        return [
            "required": .truth(!route.isBodyOptional), "content": ["application/json": content],
            "description": .text("JSON of at most \(route.mostBodyBytes) bytes and \(JSONShape.deepest) levels."),
        ]
    }

    private func headers(_ route: Route) -> [JSONNode] {
        guard route.isWrite else { return [] }
        return [
            [
                "name": "Idempotency-Key", "in": "header",
                "schema": ["type": "string", "minLength": 1, "maxLength": 150, "pattern": "^[ -~]+$"],
                "description": .text(
                    """
                    A text of your own, one for each thing to be done. A repeat of the same operation by the same API \
                    key gets the first answer and has no second effect; with another body it is refused with 409. For \
                    another operation the same text is another key.
                    """),
                "example": "adjust-2026-01-31-0042",
            ]
        ]
    }

    private func responses(_ route: Route) throws -> [String: JSONNode] {
        var responses: [String: JSONNode] = [:]
        var success: JSONNode = [
            "description": .text(route.answer.meaning), "headers": AnswerHeader.of(status: route.answer.status),
        ]
        if let media = route.answer.media {
            let plain: JSONNode = ["type": .text(media == "application/json" ? "object" : "string")]
            let schema = try route.answer.type.map { try probe.schema(of: $0).node } ?? plain
            let kinds = [media] + route.answer.others
            success = success.adding(["content": .object(Dictionary(kinds.map { ($0, ["schema": schema]) }) { $1 })])
        }
        responses[String(route.answer.status)] = success
        for kind in route.problems {
            responses[String(kind.rawValue)] = ["$ref": .text("#/components/responses/Problem\(kind.rawValue)")]
        }
        return responses
    }
}

extension AnyQueryField {
    /// The parameter as OpenAPI tells it.
    var node: JSONNode {
        [
            "name": .text(name), "in": "query", "description": .text(meaning), "schema": schema.node,
            "example": example,
        ]
    }
}
