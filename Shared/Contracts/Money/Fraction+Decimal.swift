extension Fraction {
    /// Reads a decimal such as `1.0837` exactly, with up to eighteen decimal places.
    public init(decimal text: String) throws(MoneyError) {
        let number = try DecimalText(text)
        let places = number.significantFraction.count
        guard places <= Self.maximumPlaces else { throw .tooManyFractionDigits(allowed: Self.maximumPlaces) }
        let scaled = try number.scaled(places: places)
        guard let result = Fraction(reducing: Int128(scaled), over: .powerOfTen(places)) else { throw .overflow }
        self = result
    }

    /// The decimal form, when there is one of at most eighteen places: 1/3 has none.
    public var decimalText: String? {
        var places = 0
        var power: Int128 = 1
        while power % Int128(denominator) != 0 {
            guard places < Self.maximumPlaces else { return nil }
            places += 1
            power *= 10
        }
        return DecimalFormat.text(Int128(numerator) * (power / Int128(denominator)), places: places)
    }

    private static let maximumPlaces = 18
}

extension Fraction: Codable, CustomStringConvertible {
    /// Decodes from a string: a decimal (`1.0837`) or two integers (`1/3`).
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let fraction = Fraction(wire: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "rate is neither a decimal such as 1.0837 nor a fraction such as 1/3")
        }
        self = fraction
    }

    /// Encodes as a string, decimal where one exists, so that no reader rounds it through floating point.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// `1.0837` or `1/3`.
    public var description: String { decimalText ?? "\(numerator)/\(denominator)" }

    private init?(wire text: String) {
        let parts = text.prefix(2 * DecimalText.maximumLength).split(
            separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2 {
            guard let top = Int64(parts[0]), let bottom = Int64(parts[1]), bottom > 0 else { return nil }
            self.init(top, over: bottom)
        } else {
            guard let decimal = try? Fraction(decimal: text) else { return nil }
            self = decimal
        }
    }
}
