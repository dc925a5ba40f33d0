import Commerce
import Contracts
import Foundation
import Postgres

/// What the rows of accounts come to within a window. The database adds up, so that a person with a million orders
/// takes no more memory than one with a thousand: as many rows as a window has days, currencies and accounts.
enum SumStore {
    /// - Parameter currency: what amounts are converted to, day by day, at the last rate on or before each.
    static func load(
        _ accounts: [LinkedAccount], of subject: TenantID, in window: Window, currency: Currency,
        _ transaction: Transaction
    ) async throws -> [AccountID: AccountSums] {
        let question = Question(subject: subject, window: window)
        var ask = Pipeline()
        let sales = ask.rows(question.sales) { row in try SalesRow(row: &row) }
        let shares = ask.rows(question.shares) { row in try ShareRow(row: &row) }
        let earnings = ask.rows(question.earnings) { row in try EarningRow(row: &row) }
        let partners = ask.rows(question.partners, as: (UUID, Int32, Int).self)
        let rates = ask.rows(question.rates, as: (UUID, String, Int).self)
        let payouts = ask.rows(question.payouts) { row in try PayoutRow(row: &row) }
        let told = ask.rows(
            "SELECT DISTINCT account_id FROM settlements WHERE tenant_id = \(subject.uuid)", as: UUID.self)
        try await transaction.send(ask)
        let (sold, earned, paid) = (try sales.get(), try earnings.get(), try payouts.get())
        let money = sold.map(\.money) + earned.map(\.money) + paid.map(\.money)
        let exchange = try await RateStore.read(
            Set(money.map(\.currency) + [currency]), on: Set(money.filter { $0.currency != currency }.map(\.day)),
            transaction)
        var sums = Sums(window: window, currency: currency, exchange: exchange)
        for account in try told.get() { sums.byAccount[AccountID(account), default: AccountSums()].payouts = [] }
        for row in sold { try sums.add(row) }
        for row in try shares.get() { sums.add(row) }
        for row in earned { try sums.add(row) }
        for (account, month, count) in try partners.get() { sums.add(partners: count, AccountID(account), month) }
        for (account, product, rate) in try rates.get() { sums.add(rate: rate, of: product, AccountID(account)) }
        for row in paid { try sums.add(row) }
        return try sums.merged()
    }
}

/// The statements.
private struct Question {
    let subject: TenantID
    let window: Window

    private var range: Range<Date> { window.range }
    /// The days of the window as ``Window/day(of:)`` counts them: steps of 24 hours from its beginning.
    private func day(of column: SQL) -> SQL {
        "floor(extract(epoch FROM \(column) - \(range.lowerBound)::timestamptz) / 86400)::integer"
    }

    var sales: SQL {
        """
        SELECT account_id, \(day(of: "paid_at")) AS day, paid_on, currency, count(*), sum(completed)::bigint,
            sum(units)::bigint, sum(gmv)::bigint, sum(net)::bigint
        FROM orders
        WHERE tenant_id = \(subject.uuid) AND paid_at >= \(range.lowerBound) AND paid_at < \(range.upperBound)
        GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        """
    }

    /// Returns count by payment, what was due by when it had to be shipped: a replacement is due, and nobody pays it.
    var shares: SQL {
        """
        SELECT account_id,
            coalesce(sum(shipped) FILTER (WHERE paid_at >= \(range.lowerBound) AND paid_at < \(range.upperBound)), 0)
                ::bigint,
            coalesce(sum(returned) FILTER (WHERE paid_at >= \(range.lowerBound) AND paid_at < \(range.upperBound)), 0)
                ::bigint,
            coalesce(sum(due) FILTER (WHERE ship_by >= \(range.lowerBound) AND ship_by < \(range.upperBound)), 0)
                ::bigint,
            coalesce(sum(in_time) FILTER (WHERE ship_by >= \(range.lowerBound) AND ship_by < \(range.upperBound)), 0)
                ::bigint
        FROM orders
        WHERE tenant_id = \(subject.uuid) AND (paid_at >= \(range.lowerBound) OR ship_by >= \(range.lowerBound))
        GROUP BY account_id
        """
    }

    private var affiliate: SQL {
        """
        affiliate_orders o JOIN accounts a ON (a.tenant_id, a.account_id) = (o.tenant_id, o.account_id) AND a.is_linked
            CROSS JOIN LATERAL jsonb_to_recordset(o.rows) AS r (
                attribution text, currency text, sales bigint, settled bigint, "shopAds" bigint, estimated bigint,
                rate integer, product text, partner text, status text)
        WHERE o.tenant_id = \(subject.uuid) AND o.placed_at >= \(range.lowerBound)
            AND o.placed_at < \(range.upperBound)
        """
    }

    /// Whether a row is of an order that was paid, and that something is earned by. One that was kept without its
    /// status is taken for it.
    private var isPaid: SQL { "coalesce(r.status, 'unknown') NOT IN ('awaitingPayment', 'ineligible')" }

    /// An order that an own shop paid for is one of its orders, too.
    var earnings: SQL {
        """
        SELECT o.account_id, \(day(of: "o.placed_at")) AS day, (o.placed_at AT TIME ZONE 'UTC')::date, r.currency,
            r.attribution,
            EXISTS (SELECT FROM orders own WHERE own.tenant_id = o.tenant_id AND own.channel_order = o.channel_order),
            count(DISTINCT o.channel_order) FILTER (WHERE \(isPaid)),
            coalesce(sum(r.sales) FILTER (WHERE \(isPaid)), 0)::bigint, coalesce(sum(r.settled), 0)::bigint,
            coalesce(sum(r.estimated), 0)::bigint, count(*) FILTER (WHERE r.settled IS NULL),
            count(*) FILTER (WHERE \(isPaid) AND r.sales IS NULL), sum(r."shopAds")::bigint,
            count(*) FILTER (WHERE r.status IN ('toSettle', 'unknown')), count(*) FILTER (WHERE r.estimated IS NULL)
        FROM \(affiliate) AND a.kind = 'creator' GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
        """
    }

    var partners: SQL {
        """
        SELECT o.account_id, least(\(day(of: "o.placed_at")) / 30, 2), count(DISTINCT r.partner)
        FROM \(affiliate) AND \(isPaid) GROUP BY 1, 2
        """
    }

    var rates: SQL {
        """
        SELECT account_id, product, rate FROM (
            SELECT *, row_number() OVER (PARTITION BY account_id ORDER BY placed_at DESC, product) AS place FROM (
                SELECT DISTINCT ON (o.account_id, r.product) o.account_id, r.product, r.rate::bigint AS rate,
                    o.placed_at
                FROM \(affiliate) AND a.kind = 'creator' AND r.product IS NOT NULL AND r.rate IS NOT NULL
                    AND \(isPaid)
                ORDER BY o.account_id, r.product, o.placed_at DESC) AS newest) AS ranked
        WHERE place <= \(AccountSums.mostRates)
        """
    }

    /// As many rows as there are days, whatever the number of payments.
    var payouts: SQL {
        """
        SELECT account_id, max(at), state, currency, sum(amount)::bigint, count(*) FROM (
            SELECT account_id, payment, state, currency, max(at) AS at, sum(amount) AS amount FROM settlements
            WHERE tenant_id = \(subject.uuid) AND at >= \(range.lowerBound) AND at < \(range.upperBound)
            GROUP BY account_id, payment, state, currency) AS payments
        GROUP BY account_id, (at AT TIME ZONE 'UTC')::date, state, currency ORDER BY 1, 2, 3, 4
        """
    }
}
