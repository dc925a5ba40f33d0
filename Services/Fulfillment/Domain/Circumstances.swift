import Contracts

/// What a shipment is decided by, beside what is known of itself.
struct Circumstances: Sendable, Hashable {
    var rules = Rules()
    /// Whether we may speak for the shop; false also for one that nobody has told us of.
    var isConnected = false
    /// The parcel as it will be; nil when something about it is not known.
    var measures: Measures?
    /// Where it leaves from.
    var origin: Place?
    /// Carriers that the channel did not list for other parcels on the same way.
    var unlisted: Set<String> = []
}

/// What the tenant lets go without a person.
struct Rules: Sendable, Hashable {
    var isAutomationOn = true
    /// Of the limit by value.
    var currency: String?
    /// Minor units; above it a person confirms.
    var confirmAboveMinor: Int64?
    /// Above so many units a person confirms.
    var confirmAboveUnits: Int?
    /// What stands in where the channel tells nothing.
    var parcel: ParcelDefaults?
}

extension Rules {
    /// Stands in for a product without measures.
    var usual: Measures? {
        Measures(grams: parcel?.weightGrams, millimetres: parcel?.dimensionsMillimetres ?? [])
    }

    /// Stands in for a warehouse without a usable address.
    var origin: Place? { parcel?.shipFrom.map { Place($0) } }
}

/// A parcel's weight and edges.
struct Measures: Codable, Sendable, Hashable {
    /// At least one.
    var grams: Int
    /// Length, width, height, in millimetres, each at least one.
    var millimetres: [Int]

    /// Nil unless everything is above zero and no parcel of a giant.
    init?(grams: Int?, millimetres: [Int]) {
        guard let grams, (1...1_000_000).contains(grams), millimetres.count == 3,
            millimetres.allSatisfy({ (1...100_000).contains($0) })
        else { return nil }
        self.grams = grams
        self.millimetres = millimetres
    }

    /// Packed one upon the other: weights and heights add up, the widest is the width. A parcel that is charged by its
    /// volume is then never announced as smaller than it is.
    static func packed(_ parts: [(measures: Measures, units: Int)]) -> Measures? {
        let all = parts.filter { $0.units > 0 && $0.units <= 10_000 }
        guard !all.isEmpty else { return nil }
        return Measures(
            grams: all.reduce(0) { $0 + $1.measures.grams * $1.units },
            millimetres: [
                all.map(\.measures.millimetres[0]).max() ?? 0, all.map(\.measures.millimetres[1]).max() ?? 0,
                all.reduce(0) { $0 + $1.measures.millimetres[2] * $1.units },
            ])
    }
}

/// A postal address: of a warehouse, or a recipient's once it is opened.
struct Place: Codable, Sendable, Hashable {
    var name: String?
    var phone: String?
    /// The most specific first.
    var lines: [String]
    var city: String?
    var state: String?
    var postalCode: String?
    /// ISO 3166-1 alpha-2.
    var country: String?

    /// Whether a carrier could find it: no part that it is found by may be missing or hidden behind asterisks.
    var isUsable: Bool {
        country != nil && !lines.isEmpty && (city != nil || postalCode != nil)
            && !([city, postalCode].compactMap(\.self) + lines).contains { $0.contains("*") }
    }
}
