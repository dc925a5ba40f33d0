/// Numbers as lower-case hexadecimal digits, most significant first, as W3C Trace Context and OTLP's JSON write ids.
enum HexText {
    /// Sixteen digits.
    static func text(_ word: UInt64) -> String {
        String(unsafeUninitializedCapacity: 16) { bytes in
            for index in 0..<16 {
                bytes[index] = digit(UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * index)) & 0xF)
            }
            return 16
        }
    }

    /// Reads lower-case digits; nil for anything else, upper case included (W3C Trace Context, level 1, §3.2.2).
    static func word(_ digits: some Collection<UInt8>) -> UInt64? {
        var word: UInt64 = 0
        for byte in digits {
            guard let value = value(byte) else { return nil }
            word = word << 4 | UInt64(value)
        }
        return word
    }

    private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? UInt8(ascii: "0") + value : 87 + value }

    private static func value(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - 87
        default: nil
        }
    }
}
