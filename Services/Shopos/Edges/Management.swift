import Foundation
import Outbound

/// The broker's management interface, where it can be reached: what only the broker knows.
struct Management: Sendable {
    private let http: HTTPClient
    private let origin: String
    private let authorization: String
    let vhost: String
    private static let deadline = Duration.seconds(10)

    /// Nil when no address is given.
    ///
    /// - Parameter authority: The file of the certificate authority that vouches for an `https` address; nil: the
    ///   system's.
    init?(_ address: String, vhost: String, authority: String? = nil) throws(Trouble) {
        guard !address.isEmpty else { return nil }
        guard let parts = URLComponents(string: address), let scheme = parts.scheme, let host = parts.host,
            ["http", "https"].contains(scheme)
        else {
            throw Trouble(
                .configuration, code: "configuration",
                "MANAGEMENT_URL must look like http://user:password@host:15672.")
        }
        let port = parts.port.map { ":\($0)" } ?? ""
        origin = "\(scheme)://\(host)\(port)/api"
        let credentials = "\(parts.user ?? "guest"):\(parts.password ?? "guest")"
        authorization = "Basic " + Data(credentials.utf8).base64EncodedString()
        self.vhost = vhost
        var configuration = HTTPClient.Configuration()
        configuration.caFile = authority
        http = HTTPClient(configuration)
    }

    func close() async { await http.close() }

    /// All queues of the virtual host.
    func queues() async throws(Trouble) -> [BrokerQueue] { try await list("queues") }

    /// The broker's version, such as `3.13.7`; nil where it does not tell.
    func version() async throws(Trouble) -> String? {
        struct Overview: Decodable {
            let version: String?
            enum CodingKeys: String, CodingKey { case version = "rabbitmq_version" }
        }
        let body = try await send(.get, ["overview"])
        return (try? JSONDecoder().decode(Overview.self, from: Data(body)))?.version
    }

    /// All exchanges of the virtual host.
    func exchanges() async throws(Trouble) -> [BrokerExchange] { try await list("exchanges") }

    /// All bindings of the virtual host.
    func bindings() async throws(Trouble) -> [BrokerBinding] { try await list("bindings") }

    /// All policies of the virtual host.
    func policies() async throws(Trouble) -> [BrokerPolicy] { try await list("policies") }

    /// Makes or changes a policy.
    func put(_ policy: BrokerPolicy) async throws(Trouble) { try await put(policy, at: "policies", policy.name) }

    /// The names of the broker's users; only an administrator may know them.
    func users() async throws(Trouble) -> [String] {
        struct User: Decodable { let name: String }
        let users: [User] = try await list("users", [])
        return users.map(\.name)
    }

    /// What users may do, in all virtual hosts; only an administrator may know it.
    func permissions() async throws(Trouble) -> [UserRights.Permission] { try await list("permissions", []) }

    /// Which keys users may use, in all virtual hosts; only an administrator may know it.
    func topicPermissions() async throws(Trouble) -> [UserRights.TopicPermission] {
        try await list("topic-permissions", [])
    }

    /// Sets what a user may do in the virtual host.
    func put(_ permission: UserRights.Permission) async throws(Trouble) {
        try await put(permission, at: "permissions", permission.user)
    }

    /// Sets which keys of an exchange a user may use.
    func put(_ permission: UserRights.TopicPermission) async throws(Trouble) {
        try await put(permission, at: "topic-permissions", permission.user)
    }

    private func put(_ item: some Encodable, at sort: String, _ name: String) async throws(Trouble) {
        let body: Data
        do {
            body = try JSONEncoder().encode(item)
        } catch {
            throw Trouble(.amiss, code: "unwritable", "\(sort) of \(name) cannot be written.")
        }
        _ = try await send(.put, [sort, vhost, name], Array(body))
    }

    private func list<Item: Decodable>(_ what: String) async throws(Trouble) -> [Item] { try await list(what, [vhost]) }

    private func list<Item: Decodable>(_ what: String, _ place: [String]) async throws(Trouble) -> [Item] {
        let body = try await send(.get, [what] + place)
        do {
            return try JSONDecoder().decode([Item].self, from: Data(body))
        } catch {
            throw Trouble(.unavailable, code: "managementUnreadable", "the broker's list of \(what) cannot be read.")
        }
    }

    private func send(_ method: HTTPMethod, _ path: [String], _ body: [UInt8] = []) async throws(Trouble) -> [UInt8] {
        let url = origin + path.map { "/" + PercentEncoding.encode($0) }.joined()
        let answer: HTTPResponse
        do {
            answer = try await http.send(
                HTTPRequest(
                    method, url, headers: ["Authorization": authorization, "Content-Type": "application/json"],
                    body: body),
                deadline: Self.deadline)
        } catch {
            throw Trouble(
                .unavailable, code: "managementDown", "the broker's management interface cannot be reached: \(error).")
        }
        guard (200..<300).contains(answer.status) else {
            let status: Trouble.Status = answer.status == 401 || answer.status == 403 ? .amiss : .unavailable
            throw Trouble(
                status, code: "management\(answer.status)",
                "the broker's management interface answers \(answer.status) to \(method.rawValue) \(path[0]).")
        }
        return answer.body
    }
}
