import Contracts
import Messaging

/// What Analytics hears and answers, and who handles it.
enum Subscriptions {
    /// What it hears, in the order in which rows are locked: settings, then sheets and sums.
    static func lanes(batch: Int) -> [Lane] {
        [
            Lane(
                "analytics.facts", batch: batch,
                [
                    .on(SettingsChanged.self, SettingsChangedHandler()),
                    .on(ConnectionChanged.self, ConnectionChangedHandler()),
                    .on(ExchangeRatesPublished.self, ExchangeRatesPublishedHandler()),
                    .on(Fact.names, FactHandler()) { bytes, metadata in try Fact.decode(metadata.name, bytes) },
                ])
        ]
    }

    /// What it answers.
    static func requests() -> [RequestSubscription] {
        [.answer(SummaryGet.self, SummaryGetHandler())]
    }

    /// What takes time.
    static func work() -> [any WorkKind] { [ConvertOrders()] }
}
