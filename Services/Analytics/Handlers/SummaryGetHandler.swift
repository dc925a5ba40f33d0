import Commerce
import Contracts
import Foundation
import Messaging
import Postgres

/// Answers with the figures of a window and of the one that it is compared with.
struct SummaryGetHandler: RequestHandler {
    /// Tells the time; tests move it.
    var now: @Sendable () -> Instant = { Instant(Date()) }
    /// What was answered last.
    var kept = KeptSummaries()
    static let mostProducts = 10

    func answer(_ question: Received<SummaryGet>, _ desk: Desk) async throws -> SummaryGet.Reply {
        try await desk.read { try await report(question.body, desk.caller, $0) }
    }

    /// The answer, out of a transaction that sees what the caller may see.
    func report(_ question: SummaryGet, _ caller: Caller, _ transaction: Transaction) async throws -> SummaryGet.Reply {
        let basis = try await Self.basis(question, caller, now().date, transaction)
        if let reply = kept.reply(to: basis) { return reply }
        let sums = try await Self.sums(basis, transaction)
        let rates = try await Self.rates(sums, basis, transaction)
        let reply = try Summary(basis, sums, rates).reply
        // What needs rates is different when these come, which is no news of a tenant's.
        if sums.foreign.isEmpty { kept.keep(reply, to: basis, until: sums.holdsUntil) }
        return reply
    }

    // MARK: What is asked for

    private static func basis(
        _ question: SummaryGet, _ caller: Caller, _ now: Date, _ transaction: Transaction
    ) async throws -> Summary.Basis {
        var ask = Pipeline()
        let settings = SettingsStore.read(caller.tenants, &ask)
        let zones = SettingsStore.zones(caller.tenants, &ask)
        let owning = question.shop.map { SettingsStore.owner(of: $0, caller.tenants, &ask) }
        // The currency plays no part yet.
        let store = SummaryStore(tenants: caller.tenants, shop: question.shop, currency: .usd)
        let firstOrder = question.window == .all ? store.firstOrder(&ask) : nil
        let freshness = store.freshness(&ask)
        try await transaction.send(ask)
        let owner = try owning?()
        // Zeros would say that it sold nothing.
        guard question.shop == nil || owner != nil else { throw Refusal.notFound("shop", at: "/shop") }
        // A shop is reported as its brand wants it, an agency's brands together as the first one does.
        let tenant = owner ?? caller.tenants.first
        let preferences = try tenant.flatMap { try settings()[$0] } ?? .house
        let ofShop = try question.shop.flatMap { shop in try zones().first { $0.key.shop == shop }?.value }
        let zone = ofShop ?? preferences.zone
        let window = ReportWindow(
            ReportPeriod(question.window), now: now, zone: zone, firstOrder: try firstOrder?())
        // Of a shop its brand's figures alone are read: what an agency's other brands are told changes nothing.
        let tenants = owner.map { [$0] } ?? caller.tenants
        return Summary.Basis(
            store: SummaryStore(tenants: tenants, shop: question.shop, currency: preferences.currency),
            window: window, zone: zone, freshness: try freshness().of(tenants))
    }

    // MARK: What is there

    private static func sums(_ basis: Summary.Basis, _ transaction: Transaction) async throws -> Summary.Sums {
        var ask = Pipeline()
        let (store, window, now) = (basis.store, basis.window, basis.now)
        func read(_ range: Range<Date>) -> () throws -> Summary.WindowSums {
            let totals = store.totals(range, now: now, &ask)
            let deliveries = store.deliveries(range, now: now, &ask)
            return { Summary.WindowSums(totals: try totals(), deliveries: try deliveries()) }
        }
        let shown = read(window.shown)
        let compared = basis.compared.map { read($0) }
        let before = window.comparison.map { read($0.previous) }
        let until = Stretch.covered(by: window.shown).upperBound
        let series = store.series(basis.steps, until: until, &ask)
        let products = store.products(window.shown, limit: mostProducts, &ask)
        try await transaction.send(ask)
        return Summary.Sums(
            shown: try shown(), compared: try compared?(), before: try before?(), series: try series(),
            products: try products())
    }

    /// The rates of the days of sums that are not in the report's currency; mostly there are none.
    private static func rates(
        _ sums: Summary.Sums, _ basis: Summary.Basis, _ transaction: Transaction
    ) async throws -> ExchangeRates {
        let foreign = sums.foreign
        guard !foreign.isEmpty else { return ExchangeRates([], pivot: .eur) }
        var ask = Pipeline()
        let codes = Set(foreign.map(\.currency.code) + [basis.store.currency.code]).sorted()
        let rates = RateStore.read(
            days: RateStore.given(Set(foreign.compactMap(\.day))),
            currencies: "SELECT unnest(\(codes)) AS currency", &ask)
        try await transaction.send(ask)
        return try rates()
    }
}

extension ReportPeriod {
    init(_ window: SummaryGet.Window) {
        switch window {
        case .today: self = .today
        case .week: self = .sevenDays
        case .month: self = .thirtyDays
        case .all: self = .all
        }
    }
}
