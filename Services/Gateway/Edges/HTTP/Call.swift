import Contracts
import Foundation
import HTTPTypes
import Hummingbird
import Messaging
import NIOCore
import Schemas

/// A request in the hands of its route: who asks for what, and whom can be asked about it.
struct Call: Sendable {
    /// The gateway's parts.
    let gateway: Gateway
    /// Who asks; nil on an open route.
    let visitor: Visitor?
    let trace: Trace
    /// What stands in the places of the address.
    let places: [String: String]
    /// The parameters of the address, all of them known to the route.
    let query: [String: String]
    let headers: HTTPFields
    let body: [UInt8]
    /// The connection, and what still comes over it, for views that stay open.
    let channel: any Channel
    let stream: RequestBody
    /// Under which the service remembers what it answered; made of the caller's own key, who it is, and the route.
    let idempotencyKey: String?

    /// How long a caller waits for a service.
    private static let patience = Duration.seconds(5)

    // MARK: Asking

    /// Asks a service as the visitor, about the brands that the address narrows it to.
    func ask<Question: Contracts.Request>(_ question: Question, at service: String? = nil) async throws(Problem)
        -> Question.Reply
    {
        try await ask(question, as: try narrowed(), at: service)
    }

    /// Asks a service as the visitor with all its brands: what the question is about is said in the question.
    func askWhole<Question: Contracts.Request>(_ question: Question) async throws(Problem) -> Question.Reply {
        try await ask(question, as: try known().caller)
    }

    /// Asks a service as the visitor, about one brand.
    func ask<Question: Contracts.Request>(_ question: Question, for tenant: TenantID) async throws(Problem)
        -> Question.Reply
    {
        try await ask(question, as: Caller(tenants: [tenant], actor: try known().actor))
    }

    /// Asks a service as the visitor, about the brands that the address narrows it to, and passes its answer on as it
    /// stands: nothing is read and written again.
    func relay(_ question: some Contracts.Request, status: Int = 200) async throws(Problem) -> Answer {
        let caller = try narrowed()
        do {
            let answer = try await gateway.requests.relay(
                question, as: caller, within: Self.patience, idempotencyKey: idempotencyKey, trace: trace.headers)
            return .bytes(answer, media: "application/json", status: status)
        } catch {
            throw Problem(error)
        }
    }

    /// Asks a service as nobody.
    func askAsNobody<Question: Contracts.Request>(_ question: Question) async throws(Problem) -> Question.Reply {
        try await ask(question, as: Caller(tenants: [], actor: "gateway"))
    }

    private func ask<Question: Contracts.Request>(
        _ question: Question, as caller: Caller, at service: String? = nil
    ) async throws(Problem) -> Question.Reply {
        do {
            return try await gateway.requests.ask(
                question, as: caller, at: service, within: Self.patience, idempotencyKey: idempotencyKey,
                trace: trace.headers)
        } catch {
            throw Problem(error)
        }
    }

    // MARK: Who asks

    /// The visitor of a route that is not open.
    func known() throws(Problem) -> Visitor {
        guard let visitor else { throw Problem.noKey }
        return visitor
    }

    /// The one brand that the question is about: the one in the address, else the key's own.
    func tenant() throws(Problem) -> TenantID {
        guard let tenant = try chosen() else { return try known().tenant }
        return tenant
    }

    /// Whether the key still opens, as views that stay open want to know.
    func verifyAgain() async throws(Problem) {
        _ = try await gateway.keys.visitor(digest: try known().digest, trace)
    }

    private func narrowed() throws(Problem) -> Caller {
        let visitor = try known()
        guard let tenant = try chosen() else { return visitor.caller }
        return Caller(tenants: [tenant], actor: visitor.actor)
    }

    /// The one brand that something is made for. An agency's key has to say which.
    func brand() throws(Problem) -> TenantID {
        let visitor = try known()
        let tenant = try tenant()
        guard visitor.kind == .brand || tenant != visitor.tenant else {
            throw .malformed("brandNeeded", "an agency's key must say for which of its brands", field: "/tenant")
        }
        return tenant
    }

    /// Refuses a tenant in the address that the key does not open, also where nobody asks for it.
    func checkTenant() throws(Problem) {
        if visitor != nil { _ = try chosen() }
    }

    private func chosen() throws(Problem) -> TenantID? {
        guard let tenant = try value(Query.tenant) else { return nil }
        guard try known().tenants.contains(tenant) else {
            throw Problem(.forbidden, code: "otherTenant", "the key does not open this tenant", field: "/tenant")
        }
        return tenant
    }

    // MARK: What was sent

    /// A parameter of the address; nil when it is not there.
    func value<Value>(_ field: QueryField<Value>) throws(Problem) -> Value? {
        guard let text = query[field.name] else { return nil }
        guard let value = field.read(text) else {
            throw .malformed("parameterWrong", "\(field.name) must be \(field.rule)", field: "/\(field.name)")
        }
        return value
    }

    /// A parameter that must be there.
    func needed<Value>(_ field: QueryField<Value>) throws(Problem) -> Value {
        guard let value = try value(field) else {
            throw .malformed("parameterMissing", "\(field.name) is needed", field: "/\(field.name)")
        }
        return value
    }

    /// What stands in a place of the address.
    func place(_ name: String) -> String { places[name] ?? "" }

    /// The id that stands in a place of the address.
    func id<Named>(_ name: String, of: Named.Type = Named.self) throws(Problem) -> Identifier<Named> {
        guard let id = Identifier<Named>(place(name)) else {
            throw .malformed("notAnID", "\(name) must be a UUID", field: "/\(name)")
        }
        return id
    }

    /// The body; where nothing was sent, as if it were an empty object.
    func body<Value: JSONType>(_ type: Value.Type) throws(Problem) -> Value {
        try BodyReader.read(body.isEmpty ? Array("{}".utf8) : body, as: type)
    }
}
