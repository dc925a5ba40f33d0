/// Writes a scaled integer as a plain decimal: no grouping, a point, the sign in front.
enum DecimalFormat {
    /// `(6230, 2)` becomes `62.30`, `(-5, 2)` becomes `-0.05`, `(150, 0)` becomes `150`.
    static func text(_ scaled: Int128, places: Int) -> String {
        let digits = String(scaled.magnitude)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        let sign = scaled < 0 ? "-" : ""
        guard places > 0 else { return sign + padded }
        return sign + padded.dropLast(places) + "." + padded.suffix(places)
    }
}

extension Int128 {
    /// 10 to the power of 0…18.
    static func powerOfTen(_ exponent: Int) -> Int128 {
        precondition((0...18).contains(exponent), "a power of ten has 0 to 18 zeros")
        return (0..<exponent).reduce(1) { power, _ in power * 10 }
    }
}
