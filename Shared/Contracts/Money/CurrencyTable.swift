/// The decimal places of every currency: ISO 4217, list one, as published on 1 January 2026.
///
/// Codes without a minor unit (metals, XDR, XTS, XXX …) are no money that anyone pays with and are left out.
enum CurrencyTable {
    /// Minor-unit digits by alphabetic code.
    static let exponents: [String: Int] = {
        let groups = [(0, noDigits), (2, twoDigits), (3, threeDigits), (4, fourDigits), (2, withdrawn)]
        var table: [String: Int] = [:]
        for (exponent, codes) in groups {
            for code in codes.split(whereSeparator: \.isWhitespace) { table[String(code)] = exponent }
        }
        return table
    }()

    private static let noDigits = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"

    private static let twoDigits = """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
        CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL
        HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU
        MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR
        SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED
        VES WST XAD XCD XCG YER ZAR ZMW ZWG
        """

    private static let threeDigits = "BHD IQD JOD KWD LYD OMR TND"

    private static let fourDigits = "CLF UYW"

    /// Left the list since 2021. Orders and statements from before must still be readable; all had two digits.
    private static let withdrawn = "ANG BGN CUC HRK SLL ZWL"
}
