extension Money {
    /// The sum; another currency or an overflow is an error, never a wrong number.
    public static func + (left: Money, right: Money) throws(MoneyError) -> Money {
        try left.requireSameCurrency(as: right)
        return try checked(Int128(left.minorUnits) + Int128(right.minorUnits), left.currency)
    }

    /// The difference, under the same rules.
    public static func - (left: Money, right: Money) throws(MoneyError) -> Money {
        try left.requireSameCurrency(as: right)
        return try checked(Int128(left.minorUnits) - Int128(right.minorUnits), left.currency)
    }

    /// The same amount owed the other way.
    public static prefix func - (money: Money) throws(MoneyError) -> Money {
        try checked(-Int128(money.minorUnits), money.currency)
    }

    /// The sum of any number of amounts of one currency; only the total has to fit.
    public static func sum(_ parts: some Sequence<Money>, in currency: Currency) throws(MoneyError) -> Money {
        var total: Int128 = 0
        for part in parts {
            guard part.currency == currency else { throw .currencyMismatch(currency, part.currency) }
            total += Int128(part.minorUnits)
        }
        return try checked(total, currency)
    }

    /// The amount times an exact rate, rounded once, half to even.
    public func multiplied(by rate: Fraction) throws(MoneyError) -> Money {
        let product = Int128(minorUnits) * Int128(rate.numerator)
        return try Self.checked(product.dividedHalfEven(by: Int128(rate.denominator)), currency)
    }

    /// The amount times a whole number.
    public func multiplied(by count: Int) throws(MoneyError) -> Money {
        try Self.checked(Int128(minorUnits) * Int128(count), currency)
    }

    /// The amount in equal parts, rounded half to even; ``allocated(by:)`` is for parts that must add up.
    ///
    /// - Parameter count: not zero.
    public func divided(by count: Int) throws(MoneyError) -> Money {
        guard count != 0 else { throw .divisionByZero }
        let (top, bottom) = count < 0 ? (-Int128(minorUnits), -Int128(count)) : (Int128(minorUnits), Int128(count))
        return try Self.checked(top.dividedHalfEven(by: bottom), currency)
    }

    /// The amount in another currency, rounded once, half to even.
    ///
    /// - Parameter rate: major units of `currency` for one major unit of this one.
    public func converted(to currency: Currency, at rate: Fraction) throws(MoneyError) -> Money {
        let shift = currency.exponent - self.currency.exponent
        let product = Int128(minorUnits) * Int128(rate.numerator)
        let (top, overflow) = product.multipliedReportingOverflow(by: .powerOfTen(max(0, shift)))
        guard !overflow else { throw .overflow }
        let bottom = Int128(rate.denominator) * .powerOfTen(max(0, -shift))
        return try Self.checked(top.dividedHalfEven(by: bottom), currency)
    }

    /// Throws unless both are of one currency.
    public func requireSameCurrency(as other: Money) throws(MoneyError) {
        guard currency == other.currency else { throw .currencyMismatch(currency, other.currency) }
    }

    private static func checked(_ minorUnits: Int128, _ currency: Currency) throws(MoneyError) -> Money {
        guard let fitting = Int64(exactly: minorUnits) else { throw .overflow }
        return Money(minorUnits: fitting, currency: currency)
    }
}
