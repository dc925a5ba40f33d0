/// A cancellation or a return of an order that is only to be counted (``OrderObserved``).
public struct ReturnObserved: Event, Hashable {
    /// Its name on the wire.
    public static let name: MessageName = "shop.return.observed.v1"
    /// The cancellation or return as it stands.
    public var change: ReturnChanged

    /// Puts the record together.
    public init(change: ReturnChanged) {
        self.change = change
    }
}
