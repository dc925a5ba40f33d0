/// What tracking numbers look like.
enum TrackingNumber {
    /// 4 to 50 characters of `A-Z a-z 0-9 - _ . /`.
    static func isWellFormed(_ number: String) -> Bool {
        let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./".utf8)
        return (4...50).contains(number.utf8.count) && number.utf8.allSatisfy(allowed.contains)
    }

    /// Whether a number can be the carrier's: the shapes of UPS (`1Z…`) and USPS (20 to 22 digits from 9) belong to
    /// them.
    static func fits(_ number: String, provider: String) -> Bool {
        if number.hasPrefix("1Z"), number.count == 18 { return provider == "UPS" }
        let isDigits = number.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        if isDigits, number.hasPrefix("9"), (20...22).contains(number.count) { return provider == "USPS" }
        return true
    }

    /// A new number in the shape of the carrier's.
    static func invent(for provider: String, _ dice: inout Dice) -> String {
        func digits(_ count: Int, _ dice: inout Dice) -> String {
            (0..<count).map { _ in String(dice.number(0...9)) }.joined()
        }
        return switch provider {
        case "USPS": "92055" + digits(17, &dice)
        case "UPS": "1Z" + dice.hex(6).uppercased() + digits(10, &dice)
        case "FedEx": "7" + digits(11, &dice)
        case "DHL Express": digits(10, &dice)
        default: String(provider.uppercased().filter(\.isLetter).prefix(3)) + digits(12, &dice)
        }
    }
}
