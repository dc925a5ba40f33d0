/// An exact amount: an integer of minor units with its currency. Never a floating-point number.
///
/// On the wire `{"minorUnits": 6230, "currency": "USD"}`, so that no reader needs the exponent to add amounts up.
public struct Money: Hashable, Sendable, Codable {
    /// The amount in minor units of its currency: cents for USD, yen for JPY, fils for KWD.
    public let minorUnits: Int64
    /// The currency that they are minor units of.
    public let currency: Currency

    /// Takes an amount in minor units.
    public init(minorUnits: Int64, currency: Currency) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// Nothing, in a currency.
    public static func zero(_ currency: Currency) -> Money {
        Money(minorUnits: 0, currency: currency)
    }

    /// Reads a decimal string in major units, exactly: `62.30`, `0`, `-1.5`.
    ///
    /// More decimal places than the currency has are refused unless they are zeros; nothing is ever rounded.
    public init(majorUnits text: String, currency: Currency) throws(MoneyError) {
        minorUnits = try DecimalText(text).scaled(places: currency.exponent)
        self.currency = currency
    }

    /// The plain decimal in major units, with all decimal places of the currency: `62.30`, `-0.05`, `150`.
    public var majorUnitsText: String {
        DecimalFormat.text(Int128(minorUnits), places: currency.exponent)
    }
}

extension Money: CustomStringConvertible {
    /// `62.30 USD`.
    public var description: String { "\(majorUnitsText) \(currency)" }
}
