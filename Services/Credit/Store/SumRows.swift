import Commerce
import Contracts
import Foundation
import Postgres

/// What a sum's amounts are in, and the day whose rates hold for them.
struct SumMoney: Hashable, Sendable {
    let currency: Currency
    let day: Commerce.CalendarDay
}

/// Sales of one account, day and currency.
struct SalesRow: Sendable {
    let account: AccountID
    let day: Int
    let money: SumMoney
    let orders: Int
    let completed: Int
    let units: Int
    let gmv: Int64
    let net: Int64

    init(row: inout RowReader) throws {
        account = AccountID(try row.next(UUID.self))
        day = Int(try row.next(Int32.self))
        money = try SumMoney(row: &row)
        (orders, completed, units) = try row.next((Int, Int, Int).self)
        (gmv, net) = try row.next((Int64, Int64).self)
    }
}

/// What was shipped, came back, was due and in time, of one account.
struct ShareRow: Sendable {
    let account: AccountID
    let shipped: Int
    let returned: Int
    let due: Int
    let inTime: Int

    init(row: inout RowReader) throws {
        account = AccountID(try row.next(UUID.self))
        (shipped, returned, due, inTime) = try row.next((Int, Int, Int, Int).self)
    }
}

/// Earnings of one account, day, currency and way.
struct EarningRow: Sendable {
    let account: AccountID
    let day: Int
    let money: SumMoney
    let attribution: EarningDay.Attribution?
    let isOwn: Bool
    let orders: Int
    let sales: Int64
    let settled: Int64
    let estimated: Int64
    /// Settled rows of which no amount is told.
    let untold: Int
    /// Paid rows of which nobody tells what the goods were sold for.
    let untoldSales: Int
    /// Nil where no row tells it.
    let shopAds: Int64?
    /// Paid rows that are not settled yet.
    let unsettled: Int
    /// Rows of which nobody tells the estimate.
    let untoldEstimates: Int

    init(row: inout RowReader) throws {
        account = AccountID(try row.next(UUID.self))
        day = Int(try row.next(Int32.self))
        money = try SumMoney(row: &row)
        attribution = try row.next(String?.self).flatMap { EarningDay.Attribution(rawValue: $0) }
        isOwn = try row.next(Bool.self)
        orders = try row.next(Int.self)
        (sales, settled, estimated) = try row.next((Int64, Int64, Int64).self)
        (untold, untoldSales) = try row.next((Int, Int).self)
        shopAds = try row.next(Int64?.self)
        (unsettled, untoldEstimates) = try row.next((Int, Int).self)
    }
}

/// Payments to a bank account of one day of UTC that have come to the same.
struct PayoutRow: Sendable {
    let account: AccountID
    let at: Instant
    let state: Payout.State
    let money: SumMoney
    let amount: Int64
    let payments: Int

    init(row: inout RowReader) throws {
        account = AccountID(try row.next(UUID.self))
        at = Instant(nearest: try row.next(Date.self))
        state = try row.word(Payout.State.self)
        money = SumMoney(currency: try row.currency(), day: Zone.utc.day(of: at.date))
        (amount, payments) = try row.next((Int64, Int).self)
    }
}

extension SumMoney {
    /// A day, and the code of a currency.
    fileprivate init(row: inout RowReader) throws {
        day = Commerce.CalendarDay(daysSinceEpoch: try row.next(Postgres.CalendarDay.self).daysSince1970)
        currency = try row.currency()
    }
}

/// A column holds a code that no currency has: what is written was read from one, so nothing can be made of it.
struct UnknownCurrency: Error, CustomStringConvertible {
    var description: String { "a column holds a code that no currency has" }
}

extension RowReader {
    /// Reads a text column that holds the code of a currency.
    fileprivate mutating func currency() throws -> Currency {
        guard let currency = Currency(try next(String.self)) else { throw UnknownCurrency() }
        return currency
    }
}

/// Adds rows to the sums of their accounts, each amount converted at the rate of its day.
struct Sums {
    let window: Window
    let currency: Currency
    let exchange: ExchangeRates
    var byAccount: [AccountID: AccountSums] = [:]

    mutating func add(_ row: SalesRow) throws(MoneyError) {
        guard let day = WindowDay(row.day) else { return }
        let sales = SalesDay(
            day: day, orders: row.orders, completed: row.completed, units: row.units,
            gmv: try convert(row.gmv, row.money), netRevenue: try convert(row.net, row.money))
        byAccount[row.account, default: AccountSums()].sales.append(sales)
    }

    mutating func add(_ row: EarningRow) throws(MoneyError) {
        guard let day = WindowDay(row.day) else { return }
        let earning = EarningDay(
            day: day, attribution: row.attribution, isFromOwnShop: row.isOwn, orders: row.orders,
            sales: try convert(row.sales, row.money), settled: try convert(row.settled, row.money),
            estimated: try convert(row.estimated, row.money), untold: row.untold == 0 ? nil : row.untold,
            untoldSales: row.untoldSales == 0 ? nil : row.untoldSales,
            shopAds: try row.shopAds.map { amount throws(MoneyError) in try convert(amount, row.money) },
            unsettled: row.unsettled == 0 ? nil : row.unsettled,
            untoldEstimates: row.untoldEstimates == 0 ? nil : row.untoldEstimates)
        byAccount[row.account, default: AccountSums()].earnings.append(earning)
    }

    mutating func add(_ row: ShareRow) {
        byAccount[row.account, default: AccountSums()].returns = .counted(row.returned, of: row.shipped)
        byAccount[row.account, default: AccountSums()].onTime = .counted(row.inTime, of: row.due)
    }

    mutating func add(_ row: PayoutRow) throws(MoneyError) {
        let payout = Payout(
            at: row.at, amount: try convert(row.amount, row.money), state: row.state,
            payments: row.payments == 1 ? nil : row.payments)
        byAccount[row.account, default: AccountSums()].payouts?.append(payout)
    }

    mutating func add(partners count: Int, _ account: AccountID, _ month: Int32) {
        guard (0..<Int32(Window.months)).contains(month) else { return }
        byAccount[account, default: AccountSums()].partners[Int(month)] = count
    }

    mutating func add(rate: Int, of product: String, _ account: AccountID) {
        byAccount[account, default: AccountSums()].rates[product] = CommissionRate(basisPoints: rate)
    }

    /// The sums, with one row for each day and currency of sales.
    func merged() throws(MoneyError) -> [AccountID: AccountSums] {
        var merged = byAccount
        for (account, sums) in byAccount { merged[account]?.sales = try SalesDay.merged(sums.sales) }
        return merged
    }

    private func convert(_ amount: Int64, _ money: SumMoney) throws(MoneyError) -> Converted {
        try Converted(
            Money(minorUnits: amount, currency: money.currency), to: currency,
            at: exchange.rate(from: money.currency, to: currency, on: money.day))
    }
}
