import Contracts

extension SingleValueDecodingContainer {
    /// Reads a decimal string as a whole number of parts, exactly.
    ///
    /// - Parameter places: how many decimal places a part stands for; a finer decimal is refused.
    func decodeParts(places: Int) throws -> Int64 {
        let partsInOne = (0..<places).reduce(Int64(1)) { power, _ in power * 10 }
        guard let number = try? Fraction(decimal: decode(String.self)), partsInOne % number.denominator == 0,
            let parts = Int64(exactly: Int128(number.numerator) * Int128(partsInOne / number.denominator))
        else {
            throw DecodingError.dataCorruptedError(
                in: self, debugDescription: "must be a decimal such as \"0.05\", of at most \(places) places")
        }
        return parts
    }
}
