import Contracts
import Outbound
import Testing

@testable import TikTokShop

struct EndpointTests {
    @Test("Every endpoint has a name and a pinned version in its path", arguments: Endpoint.all)
    func shape(endpoint: Endpoint) {
        #expect(!endpoint.name.isEmpty)
        #expect(endpoint.version.count == 6 && endpoint.version.allSatisfy(\.isNumber))
    }

    @Test("Every endpoint is told with the version in its path, and so are the token calls")
    func told() {
        let told = Endpoint.calls(in: CallBook())
        #expect(told.count == Endpoint.all.count + 2)
        #expect(told.first { $0.endpoint == "Get Order Detail" }?.version == "202507")
        #expect(told.first { $0.endpoint == "Token refresh" }?.version == "v2")
        #expect(told.allSatisfy { $0.calls == 0 && $0.notice == nil })
    }

    @Test("No endpoint is listed twice")
    func unique() {
        #expect(Set(Endpoint.all.map { "\($0.method.rawValue) \($0.template)" }).count == Endpoint.all.count)
        #expect(Set(Endpoint.all.map(\.name)).count == Endpoint.all.count)
    }

    @Test("Only calls about an account as a whole take no cipher")
    func ciphers() {
        let without = Endpoint.all.filter { $0.cipher == .forbidden }
        #expect(without == [.authorizedShops, .creatorAffiliateOrders, .activeShops])
    }

    @Test("What only scores need is not missed where it was not granted")
    func optional() {
        let scopes = ["seller.authorization.info", "seller.order.info", "seller.product.basic"]
        #expect(ScopeCheck(granted: scopes).advice == nil)
        #expect(ScopeCheck(granted: scopes, endpoints: [.sellerAffiliateOrders]).missing.map(\.scope) == [.affiliate])
    }

    @Test("A search by POST changes nothing, a ship call does")
    func changes() {
        #expect(!Endpoint.searchOrders.changesSomething)
        #expect(Endpoint.markShipped.changesSomething)
    }

    @Test("Arguments take the places of the words in braces")
    func path() {
        #expect(Endpoint.getProduct.path(["1729000000000000001"]) == "/product/202309/products/1729000000000000001")
        #expect(Endpoint.warehouses.path([]) == "/logistics/202309/warehouses")
    }

    @Test(
        "What is no plain id, or too few or many of them, makes no path",
        arguments: [[], [""], ["1", "2"], ["1/../2"], ["1?x=y"], ["a b"], [String(repeating: "1", count: 65)]])
    func noPath(arguments: [String]) {
        #expect(Endpoint.getProduct.path(arguments) == nil)
    }
}
