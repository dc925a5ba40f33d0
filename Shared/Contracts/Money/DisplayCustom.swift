/// How amounts of a currency are laid out for people in its own market.
struct DisplayCustom {
    /// What may stand in front of or behind the digits.
    let symbols: Set<String>
    /// The decimal mark; nil where markets of one currency differ (the euro in Ireland and in Germany).
    let decimalMark: Character?

    /// The custom of a currency; for one that no documented market uses, its code and no decimal mark.
    static func of(_ currency: Currency) -> DisplayCustom {
        known[currency] ?? DisplayCustom(symbols: [currency.code], decimalMark: nil)
    }

    private static let known: [Currency: DisplayCustom] = [
        .brl: DisplayCustom(symbols: ["R$", "BRL"], decimalMark: ","),
        .eur: DisplayCustom(symbols: ["€", "EUR"], decimalMark: nil),
        .gbp: DisplayCustom(symbols: ["£", "GBP"], decimalMark: "."),
        .idr: DisplayCustom(symbols: ["Rp", "Rp.", "IDR"], decimalMark: ","),
        .jpy: DisplayCustom(symbols: ["¥", "￥", "円", "JPY"], decimalMark: "."),
        .mxn: DisplayCustom(symbols: ["$", "MX$", "MXN"], decimalMark: "."),
        .myr: DisplayCustom(symbols: ["RM", "MYR"], decimalMark: "."),
        .php: DisplayCustom(symbols: ["₱", "PHP"], decimalMark: "."),
        .sgd: DisplayCustom(symbols: ["$", "S$", "SGD"], decimalMark: "."),
        .thb: DisplayCustom(symbols: ["฿", "THB"], decimalMark: "."),
        .usd: DisplayCustom(symbols: ["$", "US$", "USD"], decimalMark: "."),
        .vnd: DisplayCustom(symbols: ["₫", "đ", "VND"], decimalMark: ","),
    ]
}
