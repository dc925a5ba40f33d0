import ServiceKit
import Testing
import TikTokShop

@testable import Ingestion

struct HostsTests {
    private static let needed = [
        "AMQP_URL": "amqp://127.0.0.1/", "DATABASE_URL": "postgresql://127.0.0.1/d", "TIKTOK_APP_KEY": "k",
        "TIKTOK_APP_SECRET": "s", "TIKTOK_SERVICE_ID": "1", "INGESTION_ACCESS_KEYS": "k:",
        "INGESTION_REFRESH_KEYS": "k:",
        "INGESTION_PERSONAL_KEYS": "k:", "INGESTION_PSEUDONYM_KEY": "p",
    ]

    private func hosts(_ more: [String: String]) throws -> Hosts {
        try Settings(Self.needed.merging(more) { $1 }).read(Config.self).hosts
    }

    @Test("browsers may know the server that stands for the channel by another name than services do")
    func names() throws {
        #expect(try hosts([:]) == Hosts())
        let one = try hosts(["TIKTOK_URL": "http://sandbox:9100"])
        #expect(one.authorizeRestOfWorld == "http://sandbox:9100")
        #expect(one.authorizeUnitedStates == "http://sandbox:9100/us")
        let two = try hosts(["TIKTOK_URL": "http://sandbox:9100", "TIKTOK_AUTHORIZE_URL": "http://localhost:9100"])
        #expect([two.api, two.tokens] == ["http://sandbox:9100", "http://sandbox:9100"])
        #expect(two.authorizeRestOfWorld == "http://localhost:9100")
        #expect(two.authorizeUnitedStates == "http://localhost:9100/us")
    }
}
