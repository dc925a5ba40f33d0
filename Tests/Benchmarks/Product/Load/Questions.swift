import Foundation
import PlatformKit

/// What people ask for: paths of the gateway, each with the key of the brand that asks.
struct Questions: Sendable {
    /// What is measured by itself.
    enum Kind: String, Sendable, CaseIterable {
        case list, search, detail, stock, summary
    }

    /// One that is asked.
    struct Question: Sendable, Equatable {
        let key: String
        let path: String
    }

    private(set) var all: [Kind: [Question]] = [:]

    /// Who asks, and one of its orders.
    struct Occasion: Sendable, Equatable {
        let key: String
        /// Our id of an order of its own.
        let order: String
        /// The channel's.
        let name: String
        /// The code of a SKU of its own.
        let code: String
        /// Our id of its shop.
        let shop: String
    }

    /// Makes one of each kind for every occasion, in every way that people ask it.
    init(_ occasions: [Occasion]) {
        for (number, occasion) in occasions.enumerated() {
            for kind in Kind.allCases {
                let ways = Self.ways(kind, occasion)
                all[kind, default: []].append(Question(key: occasion.key, path: ways[number / 3 % ways.count]))
            }
        }
    }

    private static func ways(_ kind: Kind, _ one: Occasion) -> [String] {
        switch kind {
        case .list:
            ["", "?limit=20", "?shop=\(one.shop)", "?status=awaitingCollection", "?limit=20&progress=true"]
                .map { "/v1/orders" + $0 }
        case .search:
            // As it is typed: some digits, most of them, all, and our own id.
            [String(one.name.prefix(4)), String(one.name.prefix(15)), one.name, String(one.order.prefix(13))]
                .map { "/v1/orders?search=\($0)" }
        case .detail: ["/v1/orders/\(one.order)", "/v1/orders/\(one.order)", "/v1/orders/\(one.name)"]
        case .stock:
            ["", "?low=true", "?search=\(one.code.prefix(3))", "?search=\(one.code)"].map { "/v1/stock" + $0 }
        case .summary:
            ["today", "today", "7d", "30d", "all"].map { "/v1/analytics/summary?window=\($0)" }
        }
    }

    /// Writes those of a kind, each on a line: key, tab, path.
    func write(_ kind: Kind, to file: URL) throws {
        let text = (all[kind] ?? []).map { "\($0.key)\t\($0.path)\n" }.joined()
        try Data(text.utf8).write(to: file)
    }

    /// Chooses brands and orders by chance: every third occasion is the large brand's.
    static func choose(_ count: Int, on platform: Platform) async throws -> Questions {
        let rows = try await platform.texts(
            """
            SELECT k.key, s.sale::text, s.name, 'W' || lpad(s.w::text, 6, '0'), s.shop::text
            FROM (
                SELECT j / 3 AS j, random() AS part, CASE j % 3 WHEN 0 THEN 0
                    ELSE 1 + floor(random() * (SELECT max(n) FROM bench.brands))::int END AS n
                FROM generate_series(1, \(count)) AS j) AS chosen
            CROSS JOIN LATERAL (
                SELECT key, tenant FROM bench.keys WHERE keys.n = chosen.n ORDER BY (k + j) % 20 LIMIT 1) AS k
            CROSS JOIN LATERAL (
                SELECT * FROM bench.sales WHERE tenant = k.tenant
                    AND i >= floor(part * (SELECT max(i) FROM bench.sales WHERE tenant = k.tenant))::int
                ORDER BY i LIMIT 1) AS s
            """, columns: 5)
        return Questions(rows.map { Occasion(key: $0[0], order: $0[1], name: $0[2], code: $0[3], shop: $0[4]) })
    }
}
