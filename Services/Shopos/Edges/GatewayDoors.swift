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
    private static let deadline = Duration.seconds(5)

    /// Nil when no address is given.
    ///
    /// - Parameter text: Addresses apart by commas, such as `http://10.0.0.7:9464,http://10.0.0.8:9464`.
    init?(_ text: String, authority: String? = nil) throws(Trouble) {
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

    /// Asks each gateway; who does not answer is listed.
    func ask() async -> ([GatewayState], [Silence]) {
        var (states, silent): ([GatewayState], [Silence]) = ([], [])
        for address in addresses {
            do throws(Trouble) {
                states.append(try await ask(address))
            } catch {
                silent.append(Silence("gateway", error))
            }
        }
        return (states, silent)
    }

    private func ask(_ address: String) async throws(Trouble) -> GatewayState {
        let answer: HTTPResponse
        do {
            let path = address.hasSuffix("/") ? "readyz" : "/readyz"
            answer = try await http.send(HTTPRequest(.get, address + path), deadline: Self.deadline)
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
