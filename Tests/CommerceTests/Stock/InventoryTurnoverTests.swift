import Commerce
import Contracts
import Testing

@Suite("Inventory turnover (metric 23)")
struct InventoryTurnoverTests {
    @Test("is the cost of what was shipped over the mean closing stock at cost")
    func cost() throws {
        // Closings 100, 200, 300: mean 200. 500 ÷ 200 = 2.5 in the period, not annualised.
        let turnover = try InventoryTurnover(cogs: usd(500), dailyClosings: [usd(100), usd(200), usd(300)])
        #expect(turnover.value == 2.5)
        #expect(turnover.basis == .cost)
    }

    @Test("is counted in units, and labelled so, where a cost is unknown")
    func units() {
        let turnover = InventoryTurnover(unitsShipped: 30, dailyClosings: [20, 10, 0, 10])
        #expect(turnover.value == 3)
        #expect(turnover.basis == .units)
    }

    @Test("is nil without stock")
    func nothing() throws {
        #expect(InventoryTurnover(unitsShipped: 3, dailyClosings: [0, 0]).value == nil)
        #expect(InventoryTurnover(unitsShipped: 3, dailyClosings: []).value == nil)
        #expect(try InventoryTurnover(cogs: usd(500), dailyClosings: []).value == nil)
        #expect(throws: MoneyError.currencyMismatch(.usd, .eur)) {
            try InventoryTurnover(cogs: usd(500), dailyClosings: [.zero(.eur)])
        }
    }
}
