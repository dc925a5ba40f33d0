/// A currency by its ISO 4217 alphabetic code, with the number of decimal places that its minor unit stands for.
public struct Currency: Hashable, Sendable {
    /// Three upper-case letters, such as `USD`.
    public let code: String
    /// Decimal places of the major unit: 2 for USD (cents), 0 for JPY, 3 for KWD.
    public let exponent: Int

    /// Takes a code as it came from outside; nil unless it is upper case and in ISO 4217's list of currencies.
    public init?(_ code: String) {
        guard let exponent = CurrencyTable.exponents[code] else { return nil }
        self.init(code: code, exponent: exponent)
    }

    private init(code: String, exponent: Int) {
        self.code = code
        self.exponent = exponent
    }
}

extension Currency {
    /// Brazilian real.
    public static let brl = Currency(code: "BRL", exponent: 2)
    /// Euro.
    public static let eur = Currency(code: "EUR", exponent: 2)
    /// Pound sterling.
    public static let gbp = Currency(code: "GBP", exponent: 2)
    /// Indonesian rupiah: two digits by ISO 4217, although shops quote whole rupiah.
    public static let idr = Currency(code: "IDR", exponent: 2)
    /// Yen.
    public static let jpy = Currency(code: "JPY", exponent: 0)
    /// Mexican peso.
    public static let mxn = Currency(code: "MXN", exponent: 2)
    /// Malaysian ringgit.
    public static let myr = Currency(code: "MYR", exponent: 2)
    /// Philippine peso.
    public static let php = Currency(code: "PHP", exponent: 2)
    /// Singapore dollar.
    public static let sgd = Currency(code: "SGD", exponent: 2)
    /// Baht.
    public static let thb = Currency(code: "THB", exponent: 2)
    /// US dollar.
    public static let usd = Currency(code: "USD", exponent: 2)
    /// Dong.
    public static let vnd = Currency(code: "VND", exponent: 0)
}

extension Currency: Comparable, CustomStringConvertible {
    /// Alphabetical by code.
    public static func < (left: Self, right: Self) -> Bool {
        left.code < right.code
    }

    /// The code.
    public var description: String { code }
}

extension Currency: Codable {
    /// Decodes from the plain code; a code that ISO 4217 does not list is refused.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let currency = Currency(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "currency is not an ISO 4217 alphabetic code in upper case")
        }
        self = currency
    }

    /// Encodes as the plain code.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }
}
