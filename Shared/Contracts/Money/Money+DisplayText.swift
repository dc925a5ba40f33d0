extension Money {
    /// LENIENT: reads an amount as it was laid out for people, such as `Rp9.900` or `$43.80`, which affiliate data
    /// holds where a decimal is documented. Nil whenever two readings are possible; never use it where
    /// ``init(majorUnits:currency:)`` would do.
    ///
    /// - A symbol in front or behind must be one of the currency's own; blanks around it and one minus are allowed.
    /// - Two kinds of separator: the last is the decimal mark, the others group by three.
    /// - One separator, repeated: it groups by three.
    /// - One separator, once, before exactly three digits: read as grouping only where the currency's custom says so
    ///   (`Rp9.900` is 9,900 rupiah); `$9.900` and `€9.900` are nil.
    /// - One separator, once, before any other number of digits: the decimal mark.
    public init?(lenientDisplayText text: String, currency: Currency) {
        guard let layout = DisplayLayout(text, custom: DisplayCustom.of(currency)) else { return nil }
        guard let decimal = layout.decimal, let money = try? Money(majorUnits: decimal, currency: currency) else {
            return nil
        }
        self = money
    }
}
