import Contracts

/// A figure of a message that cannot be true.
public struct Absurdity: Error, Hashable {
    /// Where it stands.
    public let field: String

    /// Names where it stands.
    public init(field: String) {
        self.field = field
    }
}

/// What is believed; far above anything real, far below what overflows a sum.
public enum Believable {
    /// Units of an order.
    public static let units = 10_000
    /// Lines of an order or a return.
    public static let lines = OrderChanged.mostLines
    /// Returns and cancellations of an order.
    public static let returns = 200
    /// Parcels of an order.
    public static let parcels = 200
    /// Labels of a parcel, and news about their refunds.
    public static let labels = 50
    /// Minor units of one amount.
    public static let amount = OrderChanged.mostAmount

    /// Refuses an amount that is negative or too large.
    public static func check(amount: Int64, _ field: @autoclosure () -> String) throws(Absurdity) {
        guard (0...Self.amount).contains(amount) else { throw Absurdity(field: field()) }
    }

    /// Refuses a count that is negative or too large.
    public static func check(units: Int, _ field: @autoclosure () -> String) throws(Absurdity) {
        guard (0...Self.units).contains(units) else { throw Absurdity(field: field()) }
    }
}
