/// How a unit was cancelled.
public struct UnitCancellation: Hashable, Sendable {
    /// Before it was ship-confirmed (AWAITING_COLLECTION), the only time that counts for metric 5.
    public let isBeforeShipment: Bool
    /// Because there was nothing to send, which makes its price a loss of metric 21.
    public let isOutOfStock: Bool

    /// Takes both facts.
    public init(isBeforeShipment: Bool, isOutOfStock: Bool = false) {
        self.isBeforeShipment = isBeforeShipment
        self.isOutOfStock = isOutOfStock
    }
}
