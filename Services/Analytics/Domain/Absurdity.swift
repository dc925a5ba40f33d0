import Contracts

/// A figure of a message that cannot be true.
struct Absurdity: Error, Hashable {
    /// Where it stands.
    let field: String
}

/// What is believed; far above anything real, far below what overflows a sum.
enum Believable {
    /// Units of an order.
    static let units = 10_000
    /// Lines of an order or a return.
    static let lines = OrderChanged.mostLines
    /// Returns and cancellations of an order.
    static let returns = 200
    /// Parcels of an order.
    static let parcels = 200
    /// Labels of a parcel, and news about their refunds.
    static let labels = 50
    /// Minor units of one amount.
    static let amount = OrderChanged.mostAmount

    static func check(amount: Int64, _ field: @autoclosure () -> String) throws(Absurdity) {
        guard (0...Self.amount).contains(amount) else { throw Absurdity(field: field()) }
    }

    static func check(units: Int, _ field: @autoclosure () -> String) throws(Absurdity) {
        guard (0...Self.units).contains(units) else { throw Absurdity(field: field()) }
    }
}
