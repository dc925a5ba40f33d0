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
    init?(_ address: String, vhost: String) throws(Trouble) {
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
        http = HTTPClient()
    }

    func close() async { await http.close() }

    /// All queues of the virtual host.
    func queues() async throws(Trouble) -> [BrokerQueue] { try await list("queues") }

    /// All exchanges of the virtual host.
    func exchanges() async throws(Trouble) -> [BrokerExchange] { try await list("exchanges") }

    /// All bindings of the virtual host.
    func bindings() async throws(Trouble) -> [BrokerBinding] { try await list("bindings") }

    /// All policies of the virtual host.
    func policies() async throws(Trouble) -> [BrokerPolicy] { try await list("policies") }

    /// Makes or changes a policy.
    func put(_ policy: BrokerPolicy) async throws(Trouble) {
        let body: Data
        do {
            body = try JSONEncoder().encode(policy)
        } catch {
            throw Trouble(.amiss, code: "unwritable", "the policy \(policy.name) cannot be written.")
        }
        _ = try await send(.put, ["policies", vhost, policy.name], Array(body))
    }

    private func list<Item: Decodable>(_ what: String) async throws(Trouble) -> [Item] {
        let body = try await send(.get, [what, vhost])
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
