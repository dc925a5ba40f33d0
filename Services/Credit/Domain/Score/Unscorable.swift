import Contracts

/// Why there is no score.
enum Unscorable: Error, Hashable, Sendable {
    /// An input is not known without which the model makes none.
    case missing(Input)
    /// The snapshot belongs to another model.
    case wrongModel(asked: Int, given: Int)
    /// The amounts are in another currency than the model's, or too large.
    case amounts(MoneyError)
}
