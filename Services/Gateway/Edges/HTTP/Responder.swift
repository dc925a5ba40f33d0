import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Messaging
import NIOCore

import struct Contracts.Refusal

/// Answers every HTTP request by the table of routes; whatever goes wrong becomes a problem document.
struct Responder: HTTPResponder {
    typealias Context = WebContext

    let table: RouteTable
    let gateway: Gateway
    let gatekeeper: Gatekeeper
    /// Proxies of our own that stand before the gateway.
    let proxies: Int
    private let meter = WebMeter()

    init(table: RouteTable, gateway: Gateway, gatekeeper: Gatekeeper, proxies: Int) {
        self.table = table
        self.gateway = gateway
        self.gatekeeper = gatekeeper
        self.proxies = proxies
    }

    func respond(to request: Request, context: WebContext) async throws -> Response {
        let span = ServerSpan(request)
        let trace = Self.trace(request, span)
        return await LogContext.with(["request.id": "\(trace.request)", "trace.id": "\(trace.id)"]) {
            await respond(to: request, context, trace, span)
        }
    }

    private func respond(
        to request: Request, _ context: WebContext, _ trace: Trace, _ span: ServerSpan?
    ) async -> Response {
        let start = ContinuousClock.now
        let finding = table.find(method: request.method.rawValue, path: request.uri.path)
        var told = HTTPFields()
        var answer: Answer
        do {
            gatekeeper.tellStranger(address(request, context), &told)
            answer = try await self.answer(request, finding, context, trace, &told)
        } catch {
            answer = Self.answer(problem(of: error, request, trace), request, trace)
        }
        for field in told { answer.headers[field.name] = field.value }
        answer.headers[.requestID] = trace.request
        SecurityHeaders.add(to: &answer.headers)
        meter.answered(request.method.rawValue, finding, answer.status, in: .now - start, span)
        gateway.logger.debug(
            "a call was answered",
            metadata: ["http.method": "\(request.method.rawValue)", "http.status": "\(answer.status)"])
        return request.method == .head ? answer.response.createHeadResponse() : answer.response
    }

    private static func trace(_ request: Request, _ span: ServerSpan?) -> Trace {
        if let trace = span?.trace(request.headers[.requestID]) { return trace }
        var generator = SystemRandomNumberGenerator()
        return Trace(
            requestID: request.headers[.requestID], traceparent: request.headers[.traceparent],
            fresh: { generator.next() })
    }

    /// A problem document; a page for a person whose browser was sent here.
    private static func answer(_ problem: Problem, _ request: Request, _ trace: Trace) -> Answer {
        let isBrowser = request.headers[.accept]?.contains("text/html") == true
        guard isBrowser, request.uri.path.hasPrefix("/api/tiktokshop/") else {
            return .problem(problem, request: trace.request)
        }
        return NoticePage.answer(problem)
    }

    private func answer(
        _ request: Request, _ finding: RouteTable.Finding, _ context: WebContext, _ trace: Trace,
        _ told: inout HTTPFields
    ) async throws -> Answer {
        let address = address(request, context)
        let route: Route
        let places: [String: String]
        switch try check(finding, request, address, &told) {
        case .route(let found, let values): (route, places) = (found, values)
        case .methods(let allowed): return Answer(204, headers: [.known("Allow"): allowed])
        }
        let visitor = try await gatekeeper.admit(request, to: route, from: address, trace, &told)
        let query = try QueryText.read(request.uri.query ?? "")
        if let unknown = query.keys.sorted().first(where: { name in !route.query.contains { $0.name == name } }),
            !route.takesForeignParameters
        {
            let name = String(unknown.prefix(50))
            throw Problem.malformed("unknownParameter", "\(name) is no parameter of this address", field: "/\(name)")
        }
        let call = Call(
            gateway: gateway, visitor: visitor, trace: trace, places: places, query: query, headers: request.headers,
            body: try await Self.body(request, route), channel: context.channel, stream: request.body,
            idempotencyKey: try IdempotencyKey.compose(request.headers, route, visitor))
        try call.checkTenant()
        guard let visitor else { return try await route.handle(call) }
        return try await LogContext.with(["tenant.id": "\(visitor.tenant)"]) { try await route.handle(call) }
    }

    /// What an address is for, or what it knows.
    private enum Found {
        case route(Route, [String: String])
        /// OPTIONS was asked (RFC 9110 §9.3.7).
        case methods(String)
    }

    private func check(
        _ finding: RouteTable.Finding, _ request: Request, _ address: String, _ told: inout HTTPFields
    ) throws(Problem) -> Found {
        switch finding {
        case .found(let route, let places): return .route(route, places)
        case .unknown:
            try gatekeeper.countStranger(address, &told)
            throw Problem(.notFound, code: "unknownAddress", "there is nothing at this address")
        case .otherMethods(let methods):
            let allowed = methods.joined(separator: ", ")
            try gatekeeper.countStranger(address, &told)
            if request.method == .options { return .methods(allowed) }
            throw Problem(
                .methodNotAllowed, code: "otherMethod", "this address knows \(allowed)", headers: ["Allow": allowed])
        }
    }

    private func address(_ request: Request, _ context: WebContext) -> String {
        CallerAddress.of(
            peer: context.channel.remoteAddress?.ipAddress, forwarded: request.headers[.known("X-Forwarded-For")],
            proxies: proxies)
    }

    private static func body(_ request: Request, _ route: Route) async throws -> [UInt8] {
        guard route.method == .post || route.method == .put else { return [] }
        let tooLarge = Problem(
            .tooLarge, code: "bodyTooLarge", "the body may have \(route.mostBodyBytes) bytes at most")
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > route.mostBodyBytes {
            throw tooLarge
        }
        do {
            let bytes = Array(try await request.body.collect(upTo: route.mostBodyBytes).readableBytesView)
            if route.body != nil {
                if !bytes.isEmpty { try BodyReader.checkMedia(request.headers) }
                guard route.isBodyOptional || !bytes.isEmpty else {
                    throw Problem.malformed("bodyMissing", "a body is needed")
                }
            }
            return bytes
        } catch is NIOTooManyBytesError {
            throw tooLarge
        } catch let error where !(error is Problem || error is CancellationError) {
            // What the server cannot take apart, such as a chunk without a size, is the sender's fault.
            throw Problem.malformed("bodyUnreadable", "the body is no HTTP body, or ends before its end")
        }
    }

    private func problem(of error: any Error, _ request: Request, _ trace: Trace) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let refusal as Refusal: return Problem(refusal)
        case let trouble as RequestTrouble: return Problem(trouble)
        default:
            gateway.logger.error(
                "a request failed",
                metadata: [
                    "http.method": "\(request.method.rawValue)", "request.id": "\(trace.request)",
                    "trace.id": "\(trace.id)",
                    "error.type": "\(type(of: error))",
                ])
            return .internal
        }
    }
}

/// The key under which a repeat of a write is recognised.
enum IdempotencyKey {
    private static let longest = 150

    /// The caller's own key, together with who the caller is and what it does: the same text of two callers, or for two
    /// things, is not the same key. What was sent is compared by the service.
    static func compose(_ headers: HTTPFields, _ route: Route, _ visitor: Visitor?) throws(Problem) -> String? {
        guard route.isWrite, let visitor, let text = headers[.idempotencyKey] else { return nil }
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        guard (1...longest).contains(text.utf8.count), isPlain else {
            throw .malformed(
                "idempotencyKeyUnusable", "the Idempotency-Key must have 1 to \(longest) printable ASCII characters",
                field: "Idempotency-Key")
        }
        return "\(visitor.key) \(route.name) \(text)"
    }
}

extension HTTPField.Name {
    /// `X-Request-Id`.
    static let requestID = Self.known("X-Request-Id")
    /// W3C Trace Context.
    static let traceparent = Self.known("traceparent")
    /// draft-ietf-httpapi-idempotency-key-header.
    static let idempotencyKey = Self.known("Idempotency-Key")

    /// A name that is a literal of ours.
    static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no name of a field") }
        return name
    }
}

extension Problem {
    /// What the caller can do nothing about.
    static let `internal` = Problem(
        .broken, code: "internal", "the gateway failed; the request's id names the event")
}
