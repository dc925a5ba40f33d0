import Hummingbird
import Outbound
import TestKit
import TikTokShop

/// A stand-in for the channel: answers every path as told, on a free port, while the body runs.
func withChannel(
    _ answer: @escaping @Sendable (Request) async throws -> Response,
    _ body: (TikTokShopClient, _ base: String) async throws -> Void
) async throws {
    try await withStandIn(answer) { base in
        let client = TikTokShopClient(
            http: HTTPClient(), app: Fixture.app, hosts: Hosts(all: base), now: { Fixture.now })
        try await body(client, base)
    }
}
