import Commerce
import Contracts
import Testing

@Suite("Estimated commission (metric 13)")
struct EstimatedCommissionTests {
    private func row(
        _ status: SettlementStatus = .toSettle, estimate: Int64? = nil, salePrice: Int64 = 4_380, tax: Int64 = 0,
        refunded: Fraction = .zero
    ) throws -> EstimatedCommission {
        EstimatedCommission(
            status: status, channelEstimate: estimate.map(usd), salePrice: usd(salePrice), containedTax: usd(tax),
            refundedShare: refunded, rate: try #require(CommissionRate(basisPoints: 1_500)))
    }

    @Test("is the channel's own where it gives one")
    func channel() throws {
        #expect(try row(estimate: 600).amount == usd(600))
    }

    @Test("is else base × rate, rounded once")
    func computed() throws {
        // The channel's example: 43.80 × 15 % = 6.57
        #expect(try row().amount == usd(657))
        // (119.00 − 19.00) × 15 % = 15.00
        #expect(try row(salePrice: 11_900, tax: 1_900).amount == usd(1_500))
        // 43.80 × (1 − 1/4) × 15 % = 4.9275 → 4.93
        #expect(try row(refunded: percent(25)).amount == usd(493))
        #expect(try row(refunded: .one).amount == usd(0))
        #expect(try row(refunded: percent(150)).amount == usd(0))
    }

    @Test("is no more once the row is settled or ineligible")
    func over() throws {
        #expect(try row(.settled, estimate: 600).amount == nil)
        #expect(try row(.ineligible).amount == nil)
        #expect(try row(.unknown).amount == usd(657))
        let rows = [try row(.settled), try row(.ineligible), try row(.awaitingPayment), try row(estimate: 43)]
        #expect(try EstimatedCommission.total(rows, in: .usd) == usd(700))
        #expect(try EstimatedCommission.total([], in: .usd) == usd(0))
    }
}
