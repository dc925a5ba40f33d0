/// How this Shippo account behaves.
struct ShippoSettings: Sendable {
    /// Tokens that open the account; each starts with `shippo_test_` or `shippo_live_`.
    var tokens = ["shippo_live_sandbox", "shippo_test_sandbox"]
    /// The secret of signed webhooks; nil leaves the signature out, as on most accounts.
    var webhookSecret: String?
    /// Shippo's sources disagree on the header's name.
    var webhookHeader = "shippo-auth-signature"
    /// How often a label purchase fails at the carrier, from 0 to 1.
    var failureRate = 0.02
    /// How often a refund is refused, from 0 to 1.
    var refundRefusalRate = 0.01
    /// Multiplies the published limits; 0 switches them off.
    var limitFactor = 1.0
}
