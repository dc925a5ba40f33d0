import Outbound
import Testing
import TikTokShop

struct ScopeCheckTests {
    @Test("Names the missing scopes with the calls that need them")
    func missing() {
        let check = ScopeCheck(
            granted: ["seller.order.info", "unknown.scope"],
            endpoints: [.searchOrders, .searchProducts, .searchInventory])
        #expect(check.missing.map(\.scope) == [.products])
        #expect(check.missing.first?.calls.count == 2)
        let calls = check.missing.first?.calls.joined(separator: ", ") ?? ""
        #expect(
            check.advice
                == "Enable in Partner Center, then authorize again: seller.product.basic (needed for: \(calls))")
    }

    @Test("Does not warn of keys that no document names: the permission may be there under another one")
    func guessed() {
        let documented = ScopeCheck(
            granted: ["seller.authorization.info", "seller.order.info", "seller.product.basic"])
        #expect(documented.missing.isEmpty && documented.advice == nil)
        let guessed: [Scope] = [.productChanges, .fulfillment, .logistics, .returns]
        #expect(guessed.allSatisfy { !$0.isDocumented })
        #expect(ScopeCheck(granted: []).missing.map(\.scope) == [.authorization, .orders, .products])
    }

    @Test("Says nothing when everything is granted")
    func complete() {
        let all: [Scope] = [.authorization, .orders, .products, .productChanges, .fulfillment, .logistics, .returns]
        let check = ScopeCheck(granted: all.map(\.rawValue))
        #expect(check.missing.isEmpty)
        #expect(check.advice == nil)
    }
}
