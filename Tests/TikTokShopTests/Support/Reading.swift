import Foundation
import Outbound

@testable import TikTokShop

extension Fixture {
    static let app = AppCredentials(key: "6ak9demo1", secret: Credential("demo_secret_0001"), serviceID: "1")
    static let access = ShopAccess(token: Credential("ROW_demoAccess"), cipher: "ROW_demoCipher01")
    /// 2026-01-01T00:00:00Z.
    static let now = Date(timeIntervalSince1970: 1_767_225_600)

    static func reply<Reply: Decodable>(_ json: String, as type: Reply.Type) throws -> Reply {
        let response = Outbound.HTTPResponse(status: 200, body: Array(json.utf8))
        return try AnswerReader(endpoint: .searchOrders, now: now).read(response, as: type)
    }

    static func page<Item: PageItem>(_ json: String, of type: Item.Type) throws -> Page<Item> {
        try reply(json, as: Page<Item>.self)
    }

    static func request<Call: TikTokShopCall>(_ call: Call, access: ShopAccess = access) throws -> Outbound.HTTPRequest
    {
        try RequestBuilder(app: app, hosts: Hosts()).request(call, access: access, at: now)
    }
}
