import Commerce
import Contracts
import Messaging
import Postgres

/// Keeps a day's exchange rates. Who waits for one is scored again within a day.
struct ExchangeRatesPublishedHandler: Handler {
    func decide(_ message: Received<ExchangeRatesPublished>, _: Void) -> Decision<PublishedRate> {
        do throws(Wrong) {
            return .done(try PublishedRate.all(of: message.body))
        } catch {
            return .reject(error.sentence, detail: error.field)
        }
    }

    func save(_ rates: [PublishedRate], _ pipeline: inout Pipeline) {
        RateStore.save(rates, &pipeline)
    }
}
