/// The rules by which scores are made, and how often.
struct Bureau: Sendable {
    /// Every version of the model.
    let models: Models
    /// Where people can be scored.
    let markets: Markets
    /// How long news of a person are gathered before they are scored again.
    let pause: Duration
}
