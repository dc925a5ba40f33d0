import Outbound
import Testing
import TikTokShop

struct ScopeCheckTests {
    @Test("Names the missing scopes with the calls that need them")
    func missing() {
        let check = ScopeCheck(
            granted: ["seller.order.info", "unknown.scope"], endpoints: [.searchOrders, .warehouses, .deliveryOptions])
        #expect(check.missing.map(\.scope) == [.logistics])
        #expect(check.missing.first?.calls == ["Get Warehouse Delivery Options", "Get Warehouse List"])
        #expect(
            check.advice == "Enable in Partner Center, then authorize again: seller.logistics "
                + "(needed for: Get Warehouse Delivery Options, Get Warehouse List)")
    }

    @Test("Says nothing when everything is granted")
    func complete() {
        let all: [Scope] = [.authorization, .orders, .products, .productChanges, .fulfillment, .logistics, .returns]
        let check = ScopeCheck(granted: all.map(\.rawValue))
        #expect(check.missing.isEmpty)
        #expect(check.advice == nil)
    }
}
