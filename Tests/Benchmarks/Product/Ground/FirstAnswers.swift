import PlatformKit
import TestKit

/// Whether what was filled in is what the gateway answers with, asked once by a brand of each size.
struct FirstAnswers: Sendable {
    let platform: Platform
    let filling: Filling

    /// What is wrong, a sentence each; empty when all is right.
    func differences() async throws -> [String] {
        var found: [String] = []
        for brand in [0, 1] {
            let row = try await platform.texts(
                """
                SELECT k.key, s.sale::text, s.name, 'W' || lpad(s.w::text, 6, '0')
                FROM bench.keys k JOIN bench.sales s USING (tenant) WHERE k.n = \(brand) ORDER BY k, i DESC LIMIT 1
                """, columns: 4)
            guard let row = row.first else { return ["brand \(brand) was not filled"] }
            found += try await differences(of: brand, platform.gateway.with(key: row[0]), row[1], row[2], row[3])
        }
        return found
    }

    private func differences(
        of brand: Int, _ door: Door, _ order: String, _ name: String, _ code: String
    ) async throws -> [String] {
        let expected = filling.orders(of: brand)
        let list = try await door.read("/v1/orders")["orders"].list.count
        let found = try await door.read("/v1/orders?search=\(name)")["orders"].list.compactMap { $0["order"].text }
        let detail = try await door.read("/v1/orders/\(order)")
        let levels = try await door.read("/v1/stock?search=\(code)")["levels"].list.compactMap { $0["code"].text }
        let counted = try await door.read("/v1/analytics/summary?window=all")["now"]["paidOrders"].int
        let checks = [
            ("the first page has \(list) orders", list == min(50, expected)),
            ("the search for \(name) finds \(found)", found == [order]),
            ("the detail says \(detail)", isWhole(detail, name)),
            ("the search for \(code) finds \(levels)", levels == [code]),
            ("\(counted ?? -1) orders are counted, not \(expected)", counted == expected),
        ]
        return checks.filter { !$0.1 }.map { "brand \(brand): \($0.0)" }
    }

    private func isWhole(_ detail: JSONValue, _ name: String) -> Bool {
        detail["missing"].list.isEmpty && detail["order"]["order"]["channelOrder"].text == name
            && detail["stock"]["needs"].list.count == 1 && detail["shipments"].list.count == 1
    }
}
