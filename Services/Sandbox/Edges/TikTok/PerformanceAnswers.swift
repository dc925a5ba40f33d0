import Foundation

/// The platform's own figures of a shop.
enum PerformanceAnswers {
    /// Orders by the day on which they were paid; days are those of UTC here, where no shop has a zone.
    @Sendable static func shop(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let shop = try call.shop()
        let (from, below) = try days(call, "start_date_ge", "end_date_lt")
        let sold = world.tiktok.orders.of(shop: shop.id).filter { order in
            order.kind.isSale && order.times.paid.map { isWithin($0.seconds, from.seconds, below.seconds) } ?? false
        }
        let refunded = world.refundedLines(of: shop.id)
        let units = sold.flatMap(\.lines).filter { !$0.isGift }
        let gone = sold.reduce(0) { sum, order in
            let back = order.lines.filter { !$0.isOpen || refunded[order.id]?.contains($0.id) == true }
            return sum + back.reduce(0) { $0 + $1.price.sale }
        }
        return [
            "performance": [
                "intervals": [
                    [
                        "start_date": .string(from.text), "end_date": .string(below.text),
                        "gmv": money(units.reduce(0) { $0 + $1.price.original - $1.price.sellerDiscount }, shop),
                        "refunds": money(gone, shop), "orders": .int(sold.count), "sku_orders": .int(sold.count),
                        "units_sold": .int(units.count), "buyers": .int(Set(sold.map(\.buyer.id)).count),
                    ]
                ]
            ]
        ]
    }

    /// Drawn from the shop's id: buyers of the sandbox ask nothing.
    @Sendable static func service(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let shop = try call.shop()
        _ = try days(call, "support_date_ge", "support_date_lt")
        var dice = Dice(seed: 0, stream: shop.id)
        let sessions = world.tiktok.orders.of(shop: shop.id).count / 5
        guard sessions > 0 else { return ["performance": ["support_session_count": 0]] }
        return [
            "performance": [
                "support_session_count": .int(sessions), "response_percentage": .string("9\(dice.number(0...9)).4"),
                "satisfaction_percentage": .string("9\(dice.number(0...9)).\(dice.number(0...9))"),
                "response_time_mins": "3.4",
            ]
        ]
    }

    private static func money(_ minor: Int, _ shop: Shop) -> JSON {
        let currency = shop.market.currency
        return ["amount": .string(currency.text(minor)), "currency": .string(currency.code)]
    }

    private typealias Day = (text: String, seconds: Int)

    private static func days(_ call: TikTokCall, _ first: String, _ last: String) throws -> (Day, Day) {
        func day(_ name: String) throws -> Day {
            let text = call.request.query[name] ?? ""
            guard let date = try? Date(text, strategy: .iso8601.year().month().day()) else {
                throw TikTokError.invalidParameter("Invalid parameter: \(name)")
            }
            return (text, Int(date.timeIntervalSince1970))
        }
        return (try day(first), try day(last))
    }
}
