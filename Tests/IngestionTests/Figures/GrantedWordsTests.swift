import Contracts
import Testing

@testable import Ingestion

@Suite("What scopes let be read")
struct GrantedWordsTests {
    private static let most = [
        "seller.authorization.info", "seller.order.info", "seller.product.basic", "seller.finance.info",
    ]
    private static let returns = "seller.return_refund.basic"

    @Test("orders are granted where their returns are as well: else what was sent back would pass for income")
    func orders() {
        #expect(GrantedWords.read(Self.most) == [.shop, .products, .finance])
        #expect(GrantedWords.read(Self.most + [Self.returns]) == [.shop, .products, .orders, .finance])
        #expect(GrantedWords.read([Self.returns]) == [])
        #expect(GrantedWords.read([]) == nil, "the channel does not tell")
    }

    @Test("orders of a connected shop are read by its connection, so what the other app may see stands in for none")
    func connected() {
        let seen = GrantedWords.read(Self.most + [Self.returns, "seller.affiliate_collaboration.read"])
        let bare = GrantedWords.connected(GrantedWords.read(["seller.order.info"]), seen: seen)
        #expect(bare == [.shop, .products, .finance, .affiliate])
        let whole = GrantedWords.connected(GrantedWords.read(["seller.order.info", Self.returns]), seen: seen)
        #expect(whole == ConnectionChanged.Grant.allCases)
        #expect(GrantedWords.connected(nil, seen: seen) == seen, "where the connection's are not told")
        #expect(GrantedWords.connected([.orders], seen: nil) == [.orders])
    }
}
