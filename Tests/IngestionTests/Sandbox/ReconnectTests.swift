import Contracts
import Foundation
import Outbound
import Postgres
import Testing

@testable import Ingestion

/// Permissions that are missing, tokens that end, sellers who leave and come back.
@Suite(.timeLimit(.minutes(5)))
struct ReconnectTests {
    @Test("a seller who removes the app and comes back loses nothing: the gap is filled")
    func removed() async throws {
        try await Road.run(polling: .milliseconds(500)) { road in
            let shop = try await road.shop()
            try await road.connect(shop)
            let ours = try await road.record().shop
            let before = try await road.place(at: shop)
            try await road.bench.work(until: { try await road.knows(before) })
            _ = try await road.admin(.post, "/tokens/revoke", #"{"app":"operations","shop":"\#(shop)"}"#)
            try await road.bench.work(until: {
                try await road.hear()
                return try await road.record().state == .deauthorized
            })
            #expect(try await road.record().trouble == Explanation.deauthorized)
            #expect(try await road.bench.sent(ConnectionChanged.self).map(\.state) == [.connected, .deauthorized])
            let between = try await road.place(at: shop)
            // What is rung for a shop that is gone is kept, and asks for nothing that could be done.
            try await road.hear()
            try await road.authorizeAgain(shop)
            try await road.bench.work(until: { try await road.knows(between) })
            let record = try await road.record()
            #expect(record.shop == ours)
            #expect(record.state == .connected)
            #expect(record.trouble == nil)
        }
    }

    @Test("an access token that ends early is renewed, and the work goes on")
    func ended() async throws {
        try await Road.run(polling: .milliseconds(500)) { road in
            let shop = try await road.shop()
            try await road.connect(shop)
            // A token that was given out in this minute is not renewed again.
            try await road.bench.database.run("UPDATE accounts SET granted_at = now() - interval '1 hour'")
            _ = try await road.admin(.post, "/tokens/expire", #"{"app":"operations","shop":"\#(shop)"}"#)
            let order = try await road.place(at: shop)
            try await road.bench.work(until: { try await road.knows(order) })
            let renewals = try await road.bench.database.first(
                "SELECT count(*) FROM token_uses WHERE token = 'refresh'", as: Int.self)
            #expect(renewals == 1)
            #expect(try await road.record().state == .connected)
        }
    }

    @Test("a permission that was not granted is named with error 105005; after authorizing again nothing is missing")
    func scope() async throws {
        try await Road.run(polling: .milliseconds(500)) { road in
            let shop = try await road.shop()
            let order = try await road.place(at: shop)
            try await road.connect(shop, scopes: ["seller.authorization.info", "seller.product.basic"])
            try await road.bench.work(until: { try await road.record().trouble?.contains("105005") == true })
            let trouble = try #require(try await road.record().trouble)
            #expect(trouble.contains("connect the shop again"))
            #expect(try await !road.knows(order))
            try await road.authorizeAgain(shop)
            try await road.bench.work(until: { try await road.knows(order) })
            #expect(try await road.record().trouble == nil)
        }
    }
}
