import Contracts
import TikTokShop

/// Reads the channel's weights and edges into whole grams and millimetres, rounded up: a parcel that is declared too
/// light or too small is charged for afterwards.
enum Measures {
    /// The weight in grams; nil when the number or the unit cannot be read.
    static func grams(_ weight: Weight) -> Int? {
        switch weight.unit?.uppercased() {
        // By the international pound of 1959: 453.59237 g.
        case "POUND", "LB": scaled(weight.value, by: 45_359_237, over: 100_000)
        case "KILOGRAM", "KG": scaled(weight.value, by: 1_000, over: 1)
        case "GRAM", "G": scaled(weight.value, by: 1, over: 1)
        default: nil
        }
    }

    /// Length, width and height in millimetres; nil unless all three can be read.
    static func millimetres(_ edges: Dimensions) -> [Int]? {
        let sides = [edges.length, edges.width, edges.height].compactMap { side -> Int? in
            switch edges.unit?.uppercased() {
            // 25.4 mm to the inch, by the same agreement.
            case "INCH", "IN": scaled(side, by: 254, over: 10)
            case "CM", "CENTIMETER": scaled(side, by: 10, over: 1)
            default: nil
            }
        }
        return sides.count == 3 ? sides : nil
    }

    /// A decimal text times a fraction, rounded up; nil when it is no number from 0 to a million.
    private static func scaled(_ text: String?, by numerator: Int, over denominator: Int) -> Int? {
        guard let text, !text.isEmpty, text.utf8.count <= 12 else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        let decimals = parts.count > 1 ? parts[1] : ""
        let digits = parts[0] + decimals
        guard parts.count <= 2, !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        guard let whole = Int(digits) else { return nil }
        let divisor = decimals.reduce(denominator) { product, _ in product * 10 }
        let (product, overflow) = whole.multipliedReportingOverflow(by: numerator)
        guard !overflow, divisor > 0 else { return nil }
        let rounded = product / divisor + (product % divisor > 0 ? 1 : 0)
        return rounded <= 1_000_000 ? rounded : nil
    }
}
