import Contracts
import Foundation
import Outbound

/// What a gateway's readiness route says: it has neither tables nor a queue for requests.
struct GatewayState: Codable, Sendable, Equatable {
    static let ready = "ready"

    /// One check's last answer.
    struct Check: Codable, Sendable, Equatable {
        let name: String
        let ready: Bool
        let reason: String?
    }

    /// `ready`, `unready` or `stopping`.
    let status: String
    let checks: [Check]
    let service: String?
    let instance: String?
    let version: String?
    let startedAt: Instant?
    /// Where it was asked.
    var address = ""
    /// When.
    var at = Instant(milliseconds: 0)

    private enum CodingKeys: String, CodingKey { case status, checks, service, instance, version, startedAt }

    /// Why it is not ready, a sentence each.
    var sentences: [String] {
        checks.filter { !$0.ready }.map { "\(service ?? "gateway") \(instance ?? address): \($0.reason ?? $0.name)" }
    }
}

/// The admin addresses of gateways.
struct GatewayDoors: Sendable {
    private let addresses: [String]
    private let http: HTTPClient
    private let patience: Duration

    /// Nil when no address is given.
    ///
    /// - Parameters:
    ///   - text: Addresses apart by commas, such as `http://10.0.0.7:9464,http://10.0.0.8:9464`.
    ///   - patience: How long one answer may take.
    init?(_ text: String, authority: String? = nil, patience: Duration) throws(Trouble) {
        self.patience = patience
        addresses = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        guard !addresses.isEmpty else { return nil }
        for address in addresses {
            guard let parts = URLComponents(string: address), parts.host != nil,
                ["http", "https"].contains(parts.scheme ?? "")
            else {
                throw Trouble(
                    .configuration, code: "configuration",
                    "GATEWAY_ADMIN_URL must look like http://host:9464, several apart by commas.")
            }
        }
        var configuration = HTTPClient.Configuration()
        configuration.caFile = authority
        http = HTTPClient(configuration)
    }

    func close() async { await http.close() }

    /// Asks all gateways at once; who does not answer is listed.
    func ask() async -> ([GatewayState], [Silence]) {
        let answers = await withTaskGroup { group in
            for address in addresses { group.addTask { (address, await result(of: address)) } }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        var (states, silent): ([GatewayState], [Silence]) = ([], [])
        for address in addresses {
            switch answers[address] {
            case .success(let state): states.append(state)
            case .failure(let trouble): silent.append(Silence("gateway", trouble))
            case nil: break
            }
        }
        return (states, silent)
    }

    private func result(of address: String) async -> Result<GatewayState, Trouble> {
        do throws(Trouble) {
            return .success(try await ask(address))
        } catch {
            return .failure(error)
        }
    }

    private func ask(_ address: String) async throws(Trouble) -> GatewayState {
        let answer: HTTPResponse
        do {
            let path = address.hasSuffix("/") ? "readyz" : "/readyz"
            answer = try await http.send(HTTPRequest(.get, address + path), deadline: patience)
        } catch {
            throw Trouble(.unavailable, code: "gatewayDown", "the gateway at \(address) cannot be reached: \(error).")
        }
        guard var state = try? JSONDecoder().decode(GatewayState.self, from: Data(answer.body)) else {
            throw Trouble(
                .unavailable, code: "unreadable", "the gateway at \(address) answers \(answer.status), unreadably.")
        }
        (state.address, state.at) = (address, Instant(Date()))
        return state
    }
}
