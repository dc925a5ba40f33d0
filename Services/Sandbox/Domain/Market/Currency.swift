/// A currency and how many digits stand behind its decimal point in this market's API.
struct Currency: Hashable, Sendable {
    let code: String
    let decimals: Int

    static let usDollar = Currency(code: "USD", decimals: 2)
    static let pound = Currency(code: "GBP", decimals: 2)
    static let euro = Currency(code: "EUR", decimals: 2)
    static let yen = Currency(code: "JPY", decimals: 0)
    static let rupiah = Currency(code: "IDR", decimals: 0)
    static let ringgit = Currency(code: "MYR", decimals: 2)
    static let peso = Currency(code: "PHP", decimals: 2)
    static let singaporeDollar = Currency(code: "SGD", decimals: 2)
    static let baht = Currency(code: "THB", decimals: 2)
    static let dong = Currency(code: "VND", decimals: 0)
    static let mexicanPeso = Currency(code: "MXN", decimals: 2)

    /// Minor units as the API writes money: a decimal string in major units, and `0` for nothing.
    func text(_ minor: Int) -> String {
        guard minor != 0, decimals > 0 else { return String(minor) }
        let unit = (0..<decimals).reduce(1) { value, _ in value * 10 }
        let rest = String(abs(minor) % unit)
        let padded = String(repeating: "0", count: decimals - rest.count) + rest
        return "\(minor < 0 ? "-" : "")\(abs(minor) / unit).\(padded)"
    }
}
