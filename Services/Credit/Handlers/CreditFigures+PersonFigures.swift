import Commerce
import Contracts

extension CreditFigures {
    /// Figures as they are told.
    init(_ figures: PersonFigures) {
        self.init(
            currency: figures.currency, periodDays: Window.days,
            months: figures.months.map { Month(income: $0.income, orders: $0.orders) }, leftOut: figures.leftOut)
        activeDays = figures.activeDays
        monthlyIncome = figures.monthlyIncome
        secondIncome = figures.secondIncome
        shopRating = figures.shopRating?.description
        if let sales = figures.sales { take(sales) }
        if let commissions = figures.commissions { take(commissions) }
        if let payouts = figures.payouts { take(payouts) }
    }

    private mutating func take(_ sales: SalesFigures) {
        orders = sales.orders
        completedOrders = sales.completed
        items = sales.items
        gmv = sales.gmv
        averageOrder = sales.averageOrder
        netRevenue = sales.netRevenue
        returnRate = sales.returnRate?.description
    }

    private mutating func take(_ commissions: CommissionFigures) {
        attributedOrders = commissions.orders
        attributedSales = commissions.sales
        commission = commissions.settled
        shopAdsCommission = commissions.shopAds
        directCommission = commissions.direct
        assistedCommission = commissions.assisted
        estimatedCommission = commissions.estimated
        unsettledCommissions = commissions.unsettled
        untoldCommissions = commissions.untold
        ratedProducts = commissions.rates?.count
        commissionRates = commissions.rates?.highest.map { one in
            let share = Quantity(millionths: Int64(one.rate.basisPoints) * 100)
            return CreditProductRate(product: one.product, rate: share.description)
        }
    }

    private mutating func take(_ payouts: PayoutFigures) {
        paidOut = payouts.amount
        payoutsArrived = payouts.count
        payoutsFailed = payouts.failed
        self.payouts = payouts.newest?.map { one in
            CreditPayout(
                at: one.at, amount: one.amount.original, converted: one.amount.converted,
                state: CreditPayout.State(rawValue: one.state.rawValue) ?? .processing, payments: one.payments ?? 1)
        }
    }
}
