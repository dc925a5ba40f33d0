/// Invented people and their addresses.
enum People {
    private static let firstNames = [
        "Ana", "Ben", "Carla", "Dewi", "Emil", "Fiona", "Goran", "Hana", "Ivan", "Jo", "Karim", "Lena", "Maya", "Nils",
        "Olga", "Putri", "Quinn", "Rosa", "Sami", "Tara",
    ]
    private static let lastNames = [
        "Adams", "Becker", "Costa", "Dunn", "Evans", "Fischer", "Garcia", "Hughes", "Ito", "Jensen", "Khan", "Lopez",
        "Meyer", "Novak", "Owen", "Prasetyo", "Rossi", "Silva", "Tanaka", "Usman",
    ]
    private static let streets = [
        "Sample St", "Maple Ave", "Harbour Road", "Station Road", "Church Lane", "Hill St", "Lake View", "Mill Lane",
    ]

    static func address(in market: Market, _ dice: inout Dice) -> Address {
        let place = dice.pick(market.places) ?? market.places[0]
        return Address(
            firstName: dice.pick(firstNames) ?? "Ana", lastName: dice.pick(lastNames) ?? "Adams",
            phone: "(\(market.phonePrefix))555-\(dice.number(100...999))-\(dice.number(1000...9999))",
            line1: "\(dice.number(1...980)) \(dice.pick(streets) ?? "Sample St")",
            line2: dice.happens(0.3) ? "Apt \(dice.number(1...40))" : "", place: place, market: market)
    }
}
