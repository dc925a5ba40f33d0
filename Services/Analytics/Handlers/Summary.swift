import Commerce
import Contracts
import Foundation

/// A report in the making: what was asked for, what was found, and the answer.
struct Summary {
    /// What is asked for.
    struct Basis: Sendable {
        let store: SummaryStore
        let window: ReportWindow
        let zone: Zone
        let freshness: Freshness

        /// When it is asked for.
        var now: Date { window.shown.upperBound }

        /// When the newest fact was written.
        var asOf: Date { freshness.asOf ?? now }

        /// What the window before is compared with, where that is not the whole window.
        var compared: Range<Date>? {
            window.comparison.flatMap { $0.current == window.shown ? nil : $0.current }
        }

        var steps: [Date] { Steps.starts(of: window, zone: zone) }
    }

    /// What was found of one window.
    struct WindowSums: Sendable {
        let totals: [CountedSum]
        let deliveries: Deliveries
    }

    /// What was found.
    struct Sums: Sendable {
        let shown: WindowSums
        let compared: WindowSums?
        let before: WindowSums?
        let series: [CountedSum]
        let products: [SummaryStore.ProductSum]

        /// Those which need a rate.
        var foreign: [CountedSum] {
            let windows = [shown, compared, before].compactMap(\.self).flatMap(\.totals)
            return (windows + series + products.map(\.sum)).filter { $0.day != nil }
        }

        /// Until when nothing is different unless something is told, or a half-hour ends; nil: for ever.
        var holdsUntil: Date? {
            [shown, compared, before].compactMap { $0?.deliveries.holdsUntil }.min()
        }
    }

    private let basis: Basis
    private let sums: Sums
    private let rates: ExchangeRates

    init(_ basis: Basis, _ sums: Sums, _ rates: ExchangeRates) {
        self.basis = basis
        self.sums = sums
        self.rates = rates
    }

    /// The answer.
    var reply: SummaryGet.Reply {
        get throws(MoneyError) {
            let shown = try report(sums.shown.totals)
            return SummaryGet.Reply(
                from: Instant(basis.window.shown.lowerBound), until: Instant(basis.window.shown.upperBound),
                asOf: Instant(basis.asOf), zone: basis.zone.identifier, currency: basis.store.currency.code,
                now: try Figures(shown, sums.shown.deliveries), before: try figures(sums.before),
                series: try series, products: try products,
                unconverted: shown.unconverted.map(\.code).sorted(), compared: try figures(sums.compared))
        }
    }

    private func report(_ sums: [CountedSum]) throws(MoneyError) -> Report {
        var report = Report(in: basis.store.currency)
        for sum in sums { try report.add(sum, rates) }
        return report
    }

    private func figures(_ window: WindowSums?) throws(MoneyError) -> Figures? {
        guard let window else { return nil }
        return try Figures(try report(window.totals), window.deliveries)
    }

    /// One point per step, empty ones too.
    private var series: [Point] {
        get throws(MoneyError) {
            let byStep = Dictionary(grouping: sums.series, by: \.step)
            var points: [Point] = []
            for (step, start) in basis.steps.enumerated() {
                let report = try report(byStep[step] ?? [])
                points.append(
                    Point(at: Instant(start), gmv: report.money.gmv, paidOrders: Int(report.counts.paidOrders)))
            }
            return points
        }
    }

    /// Those with the highest GMV, whichever currencies and shops they were sold in.
    private var products: [ProductFigures] {
        get throws(MoneyError) {
            var figures: [ProductFigures] = []
            for (product, sums) in Dictionary(grouping: sums.products, by: \.product) {
                let report = try report(sums.map(\.sum))
                figures.append(
                    ProductFigures(
                        channelProduct: product, title: sums.map(\.title).max() ?? "",
                        unitsSold: Int(report.counts.units), gmv: report.money.gmv))
            }
            let sorted = figures.sorted { ($1.gmv, $0.channelProduct) < ($0.gmv, $1.channelProduct) }
            return Array(sorted.prefix(SummaryGetHandler.mostProducts))
        }
    }
}
