import Contracts

/// Reads an order's decimal texts into minor units of one currency, exactly, and refuses what no shop charges.
struct AmountReader {
    let currency: Currency

    /// What one amount may be; 5,000 units of it still fit 64 bits.
    static let largest = OrderChanged.mostAmount

    /// The amount of a field; a missing or empty one is nothing.
    func minorUnits(_ text: String?, _ field: String) throws(OrderFault) -> Int64 {
        guard let text, !text.isEmpty else { return 0 }
        let money: Money
        do {
            money = try Money(majorUnits: text, currency: currency)
        } catch {
            throw OrderFault(field, error.description)
        }
        try check(money.minorUnits, field)
        return money.minorUnits
    }

    /// Refuses what no shop charges.
    func check(_ minorUnits: Int64, _ field: String) throws(OrderFault) {
        guard minorUnits >= 0 else { throw OrderFault(field, "is negative") }
        guard minorUnits <= Self.largest else { throw OrderFault(field, "is beyond any price") }
    }

    /// Reads the code of a currency.
    static func currency(_ code: String?, _ field: String) throws(OrderFault) -> Currency {
        guard let code, !code.isEmpty else { throw OrderFault(field, "is missing") }
        guard let currency = Currency(code) else { throw OrderFault(field, "is not an ISO 4217 code") }
        return currency
    }
}
