/// The strict reading of a decimal number as partners write it: `-?digits[.digits]`, ASCII, nothing else.
///
/// No exponent, no plus sign, no grouping, no blanks: a text that needs guessing is refused rather than guessed.
struct DecimalText {
    let isNegative: Bool
    let whole: ArraySlice<UInt8>
    let fraction: ArraySlice<UInt8>

    /// Longer texts are refused before they are looked at; Int64 needs 20 characters.
    static let maximumLength = 64

    init(_ text: String) throws(MoneyError) {
        let bytes = Array(text.utf8.prefix(Self.maximumLength + 1))
        guard bytes.count <= Self.maximumLength else { throw .textTooLong(limit: Self.maximumLength) }
        isNegative = bytes.first == UInt8(ascii: "-")
        let digits = isNegative ? bytes.dropFirst() : bytes[...]
        let point = digits.firstIndex(of: UInt8(ascii: "."))
        whole = digits[..<(point ?? digits.endIndex)]
        fraction = point.map { digits[($0 + 1)...] } ?? []
        let isComplete = !whole.isEmpty && (point == nil || !fraction.isEmpty)
        guard isComplete, whole.allSatisfy(Self.isDigit), fraction.allSatisfy(Self.isDigit) else { throw .notADecimal }
    }

    /// Decimal places that matter: trailing zeros do not.
    var significantFraction: ArraySlice<UInt8> {
        let last = fraction.lastIndex { $0 != UInt8(ascii: "0") }
        return fraction[..<(last.map { $0 + 1 } ?? fraction.startIndex)]
    }

    /// The number times 10^`places`, exactly.
    func scaled(places: Int) throws(MoneyError) -> Int64 {
        let decimals = significantFraction
        guard decimals.count <= places else { throw .tooManyFractionDigits(allowed: places) }
        var magnitude: Int128 = 0
        for digit in whole { try Self.append(digit, to: &magnitude) }
        for digit in decimals { try Self.append(digit, to: &magnitude) }
        for _ in decimals.count..<places { try Self.append(UInt8(ascii: "0"), to: &magnitude) }
        guard let value = Int64(exactly: isNegative ? -magnitude : magnitude) else { throw .overflow }
        return value
    }

    private static func append(_ digit: UInt8, to magnitude: inout Int128) throws(MoneyError) {
        magnitude = magnitude * 10 + Int128(digit - UInt8(ascii: "0"))
        guard magnitude <= largestMagnitude else { throw .overflow }
    }

    private static let largestMagnitude = Int128(Int64.max) + 1

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
