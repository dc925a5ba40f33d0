import Foundation
import Outbound
import Testing

@testable import TikTokShop

struct AuthorizationTests {
    private let app = AppCredentials(key: "k", secret: Credential("s"), serviceID: "7495000000000000009")

    @Test(
        "Each market has its page",
        arguments: [
            (AuthorizationPage.Market.restOfWorld, "https://services.tiktokshop.com"),
            (.unitedStates, "https://services.us.tiktokshop.com"),
        ])
    func page(market: AuthorizationPage.Market, host: String) {
        let url = AuthorizationPage(app: app).url(market, state: "a b+c")
        #expect(url == "\(host)/open/authorize?service_id=7495000000000000009&state=a%20b%2Bc")
    }

    @Test("The sandbox can stand in for both pages", arguments: AuthorizationPage.Market.allCases)
    func sandboxPage(market: AuthorizationPage.Market) {
        let url = AuthorizationPage(app: app, hosts: Hosts(all: "http://127.0.0.1:1")).url(market, state: "s")
        #expect(url.hasPrefix("http://127.0.0.1:1/open/authorize?"))
    }

    @Test("A seller who agrees brings a code, with unknown parameters beside it")
    func granted() {
        let query = [
            QueryItem("app_key", "k"), QueryItem("code", "c"), QueryItem("locale", "en"), QueryItem("state", "s"),
        ]
        #expect(AuthorizationRedirect(query: query) == .granted(code: Credential("c"), state: "s"))
    }

    @Test("A seller who comes from Seller Center brings no state")
    func stateless() {
        #expect(
            AuthorizationRedirect(query: [QueryItem("code", "c"), QueryItem("state", "")])
                == .granted(code: Credential("c"), state: nil))
    }

    @Test("A refusal is told by its error, whatever stands in the code", arguments: ["auth_denied", "access_denied"])
    func refused(error: String) {
        let query = [QueryItem("code", "null"), QueryItem("error", error), QueryItem("state", "s")]
        #expect(AuthorizationRedirect(query: query) == .refused(reason: error, state: "s"))
    }

    @Test(
        "What is neither is malformed",
        arguments: [[], [QueryItem("code", "null")], [QueryItem("code", "")], [QueryItem("state", "s")]])
    func malformed(query: [QueryItem]) {
        #expect(AuthorizationRedirect(query: query) == .malformed)
    }

    @Test("A grant's ends are instants, not durations")
    func grant() throws {
        let grant = try JSONDecoder().decode(Envelope<TokenGrant>.self, from: Data(Fixture.tokenGrant.utf8)).reply
        let tokens = try #require(grant)
        #expect(tokens.accessToken.reveal() == "ROW_demoAccess")
        #expect(tokens.accessTokenExpires == Date(timeIntervalSince1970: 1_768_212_900))
        #expect(tokens.refreshToken.reveal() == "ROW_demoRefresh")
        #expect(tokens.refreshTokenExpires == Date(timeIntervalSince1970: 1_799_144_100))
        #expect(tokens.sellerBaseRegion == "GB")
        #expect(tokens.userType == .seller)
        #expect(tokens.grantedScopes == ["seller.authorization.info", "seller.order.info", "seller.product.basic"])
        #expect(!"\(tokens)".contains("ROW_demo"))
    }

    @Test(
        "A grant that was kept before is read, and is written as it was",
        arguments: [
            #"""
            {"access_token":"ROW_a","access_token_expire_in":1768212900,"refresh_token":"ROW_r",
            "refresh_token_expire_in":1799144100,"open_id":"o1","seller_name":"Tee & Co","seller_base_region":"GB",
            "user_type":0,"granted_scopes":["seller.order.info"]}
            """#,
            #"""
            {"access_token":"ROW_a","access_token_expire_in":1768212900,"refresh_token":"ROW_r",
            "refresh_token_expire_in":1799144100,"granted_scopes":[]}
            """#,
        ])
    func kept(row: String) throws {
        let grant = try JSONDecoder().decode(TokenGrant.self, from: Data(row.utf8))
        #expect(grant.accessToken.reveal() == "ROW_a" && grant.refreshToken.reveal() == "ROW_r")
        #expect(grant.accessTokenExpires == Date(timeIntervalSince1970: 1_768_212_900))
        let before = try JSONSerialization.jsonObject(with: Data(row.utf8)) as? NSDictionary
        let after = try JSONSerialization.jsonObject(with: grant.inPlainWords()) as? NSDictionary
        #expect(before != nil && after == before)
    }

    @Test("Ends that fit no calendar are cut, and the grant can still be kept", arguments: [Int.max, Int.min, -1])
    func absurdEnds(seconds: Int) throws {
        let body =
            #"{"access_token":"a","access_token_expire_in":\#(seconds),"refresh_token":"r","refresh_token_expire_in":0}"#
        let grant = try JSONDecoder().decode(TokenGrant.self, from: Data(body.utf8))
        // 9999-12-31T23:59:59Z.
        let last = Date(timeIntervalSince1970: 253_402_300_799)
        #expect(grant.accessTokenExpires == (seconds > 0 ? last : Date(timeIntervalSince1970: 0)))
        #expect(try !grant.inPlainWords().isEmpty)
    }

    @Test("A grant without its tokens is none and says which field is missing")
    func incomplete() {
        let body = #"{"access_token":"a","access_token_expire_in":1,"refresh_token":"r"}"#
        let error = #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(TokenGrant.self, from: Data(body.utf8))
        }
        #expect(error?.inWords == "lacks refresh_token_expire_in")
    }

    @Test("The shops of a token come with their ciphers")
    func shops() throws {
        let page = try Fixture.page(Fixture.authorizedShops, of: AuthorizedShop.self)
        let shop = try #require(page.items.first)
        #expect(shop.id == "7495000000000000001")
        #expect(shop.region == "GB")
        #expect(shop.sellerType == "LOCAL")
        #expect(shop.cipher == "ROW_demoCipher01")
    }
}
