import Contracts

/// Reads signed decimal texts of statements into minor units of one currency, exactly. Unlike prices they may be
/// negative: what the channel keeps.
struct SignedAmounts {
    let currency: Currency

    /// What a statement may come to, either way; sums of thousands of them still fit 64 bits.
    static let largest: Int64 = 1_000_000_000_000_000

    /// The amount of a field; nil where it is missing or empty.
    func optional(_ text: String?, _ field: String) throws(OrderFault) -> Int64? {
        guard let text, !text.isEmpty else { return nil }
        let money: Money
        do {
            money = try Money(majorUnits: text, currency: currency)
        } catch {
            throw OrderFault(field, error.description)
        }
        guard money.minorUnits.magnitude <= Self.largest.magnitude else {
            throw OrderFault(field, "is beyond any amount")
        }
        return money.minorUnits
    }

    /// The amount of a field that must be there.
    func required(_ text: String?, _ field: String) throws(OrderFault) -> Int64 {
        guard let amount = try optional(text, field) else { throw OrderFault(field, "is missing") }
        return amount
    }
}
