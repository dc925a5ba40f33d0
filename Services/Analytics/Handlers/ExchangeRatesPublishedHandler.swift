import Commerce
import Contracts
import Foundation
import Messaging
import Postgres

/// Keeps a day's exchange rates, and has orders counted that were waiting for one.
struct ExchangeRatesPublishedHandler: Handler {
    /// What is to be saved.
    enum Change: Sendable {
        case rate(PublishedRate)
        /// Tenants with orders that lack a rate.
        case lacking([TenantID])
    }

    /// The most tenants that are told at once; the others' orders are looked at with the next day's rates.
    static let mostTenants = 10_000

    func load(_ messages: [Received<ExchangeRatesPublished>], _ pipeline: inout Pipeline) -> Loading<[TenantID]> {
        let tenants = pipeline.rows(
            "SELECT DISTINCT tenant_id FROM orders WHERE lacks_rate LIMIT \(Self.mostTenants)", as: UUID.self)
        return Loading { try tenants.get().map { TenantID($0) }.sorted() }
    }

    func decide(_ message: Received<ExchangeRatesPublished>, _ lacking: [TenantID]) -> Decision<Change> {
        let rates: [PublishedRate]
        do throws(Wrong) {
            rates = try PublishedRate.all(of: message.body)
        } catch {
            return .reject(error.sentence, detail: error.field)
        }
        return .done(rates.map { .rate($0) } + [.lacking(lacking)])
    }

    func apply(_ change: Change, to lacking: inout [TenantID]) {}

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        var rates: [PublishedRate] = []
        var lacking: Set<TenantID> = []
        for change in changes {
            switch change {
            case .rate(let rate): rates.append(rate)
            case .lacking(let tenants): lacking.formUnion(tenants)
            }
        }
        RateStore.save(rates, &pipeline)
        try WorkQueue.enqueue(lacking.sorted().map { ConvertOrders.item($0, .lackingRate) }, into: &pipeline)
    }
}
