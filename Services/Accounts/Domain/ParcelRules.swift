import Contracts

/// What settings may say of parcels: nothing that a carrier would certainly refuse.
enum ParcelRules {
    private static let mostGrams = 1_000_000
    private static let mostMillimetres = 100_000
    private static let mostCharacters = 100

    static func check(_ parcel: ParcelDefaults) throws(Wrong) {
        let path = "/settings/parcel"
        if let grams = parcel.weightGrams, !(1...mostGrams).contains(grams) {
            throw Wrong("outOfRange", at: "\(path)/weightGrams", "must be 1 to \(mostGrams)")
        }
        let edges = parcel.dimensionsMillimetres
        if let edges, edges.count != 3 || !edges.allSatisfy((1...mostMillimetres).contains) {
            throw Wrong(
                "outOfRange", at: "\(path)/dimensionsMillimetres",
                "must be length, width and height, each 1 to \(mostMillimetres)")
        }
        guard (edges == nil) == (parcel.weightGrams == nil) else {
            throw Wrong("halfAParcel", at: path, "must have both weightGrams and dimensionsMillimetres, or neither")
        }
        if let sender = parcel.shipFrom { try check(sender, "\(path)/shipFrom") }
    }

    private static func check(_ sender: ParcelDefaults.ShipFrom, _ path: String) throws(Wrong) {
        guard (1...3).contains(sender.lines.count) else {
            throw Wrong("badAddress", at: "\(path)/lines", "must be one to three lines")
        }
        let texts =
            [("name", sender.name), ("city", sender.city), ("postalCode", sender.postalCode)]
            + [("phone", sender.phone), ("state", sender.state)].compactMap { name, text in text.map { (name, $0) } }
            + sender.lines.enumerated().map { ("lines/\($0)", $1) }
        for (name, text) in texts where !isPlain(text) {
            throw Wrong("badAddress", at: "\(path)/\(name)", "must have 1 to \(mostCharacters) characters")
        }
        guard sender.country.utf8.count == 2, sender.country.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw Wrong("badAddress", at: "\(path)/country", "must be an ISO 3166-1 code such as US")
        }
    }

    private static func isPlain(_ text: String) -> Bool {
        (1...mostCharacters).contains(text.count) && text.contains { !$0.isWhitespace }
            && text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}
