import Foundation
import Hummingbird
import Outbound
import Shippo
import TestKit

let token = Credential("shippo_test_invented")
/// 2026-01-01T00:00:00Z.
let now = Date(timeIntervalSince1970: 1_767_225_600)

/// A stand-in for Shippo: answers every path as told, on a free port, while the body runs.
func withShippo(
    _ answer: @escaping @Sendable (Request) async throws -> Response,
    _ body: (ShippoClient, _ base: String) async throws -> Void
) async throws {
    try await withStandIn(answer) { base in
        try await body(ShippoClient(http: HTTPClient(), token: token, base: base, now: { now }), base)
    }
}
