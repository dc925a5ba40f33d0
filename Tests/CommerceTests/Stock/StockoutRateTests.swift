import Commerce
import Contracts
import Testing

@Suite("Stockout rate and lost sales (metric 22)")
struct StockoutRateTests {
    private func hours(_ states: [(ListingHour.State, Int, Int64)]) -> [ListingHour] {
        states.flatMap { state, count, cents in
            repeatElement(ListingHour(state: state, gmv: usd(cents)), count: count)
        }
    }

    @Test("is out-of-stock hours over active hours; a paused hour is not active")
    func rate() {
        let hours = hours([(.inStock, 15, 0), (.outOfStock, 5, 0), (.paused, 100, 0)])
        #expect(StockoutRate.of(hours) == Ratio(5, of: 20))
        #expect(StockoutRate.of(self.hours([(.paused, 9, 0)])).value == nil)
    }

    @Test("lost sales are hours out at the mean of the hours in stock")
    func lost() throws {
        // 30 hours at 5.00 and 10 at 25.00: 400.00 ÷ 40 = 10.00 an hour, 7 hours out. What sold while out or paused
        // does not change the mean.
        let reference = hours([(.inStock, 30, 500), (.inStock, 10, 2_500), (.outOfStock, 9, 99), (.paused, 9, 99)])
        #expect(try StockoutRate.lostSales(hoursOut: 7, reference: reference, currency: .usd) == usd(7_000))
        // 1.00 × 1 ÷ 8 = 0.125 → 0.12, one rounding
        let eight = hours([(.inStock, 7, 0), (.inStock, 1, 100)])
        #expect(try StockoutRate.lostSales(hoursOut: 1, reference: eight, currency: .usd) == usd(12))
    }

    @Test("lost sales are nil when there is nothing to learn from, and 0 when nothing was out")
    func unknown() throws {
        let never = hours([(.outOfStock, 9, 0)])
        #expect(try StockoutRate.lostSales(hoursOut: 1, reference: never, currency: .usd) == nil)
        #expect(try StockoutRate.lostSales(hoursOut: 0, reference: [], currency: .usd) == usd(0))
    }
}
