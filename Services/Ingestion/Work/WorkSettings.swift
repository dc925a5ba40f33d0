import Foundation

/// How often and how far work looks.
struct WorkSettings: Sendable {
    /// Between two polls of a shop's orders.
    var pollEvery = Duration.seconds(60)
    /// Between two readings of a shop's returns.
    var returnsEvery = Duration.seconds(300)
    /// Between two readings of a shop's catalogue.
    var catalogueEvery = Duration.seconds(6 * 3600)
    /// Between two looks at a parcel under the channel's label; changes of its order come sooner.
    var scanEvery = Duration.seconds(2 * 3600)
    /// Between two readings of a shop's statements and payments.
    var statementsEvery = Duration.seconds(3600)
    /// Between two readings of the orders that are credited to creators.
    var affiliateEvery = Duration.seconds(1800)
    /// Between two readings of what a channel tells of a shop as a whole, and of credited orders whose end is open.
    var factsEvery = Duration.seconds(86_400)
    /// How far a poll looks back behind what it has read: webhooks come late and clocks differ.
    var overlap: TimeInterval = 300
    /// How far back the first reading goes.
    var backfill: TimeInterval = 90 * 86_400
    /// How long before its end an access token is renewed.
    var refreshAhead: TimeInterval = 86_400
    /// Where the channel sends a shop's webhooks; nil: to the address in Partner Center.
    var webhookAddress: String?
}
