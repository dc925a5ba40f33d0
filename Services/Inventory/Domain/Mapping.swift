import Contracts

/// What a person says a listing takes from stock.
enum Mapping {
    /// The most parts of a bundle.
    static let mostParts = 100
    private static let mostUnits = 10_000
    /// The most parts that are named in words.
    private static let mostNamed = 10

    /// One part as it was named.
    struct Wish: Hashable, Sendable {
        /// How a SKU is named.
        enum Name: Hashable, Sendable {
            case sku(SKUID)
            /// By the tenant's own code, in the form in which codes are kept.
            case code(String)

            /// The member of a part that says it.
            var field: String {
                switch self {
                case .sku: "sku"
                case .code: "code"
                }
            }
        }

        let name: Name
        let units: Int

        var sku: SKUID? { if case .sku(let sku) = name { sku } else { nil } }
        var code: String? { if case .code(let code) = name { code } else { nil } }
    }

    /// The parts as they were named, if they make sense.
    static func wishes(_ wanted: [ListingMap.Part]) throws(Obstacle) -> [Wish] {
        guard (1...mostParts).contains(wanted.count) else {
            throw .outOfRange("/parts", "must be 1 to \(mostParts)")
        }
        var wishes: [Wish] = []
        for (index, part) in wanted.enumerated() {
            guard (1...mostUnits).contains(part.units) else {
                throw .outOfRange("/parts/\(index)/units", "must be 1 to \(mostUnits)")
            }
            wishes.append(Wish(name: try name(part, at: "/parts/\(index)"), units: part.units))
        }
        return wishes
    }

    /// A code means the SKU that a seller's own code on a listing would mean.
    private static func name(_ part: ListingMap.Part, at field: String) throws(Obstacle) -> Wish.Name {
        switch (part.sku, part.code) {
        case (let sku?, nil): return .sku(sku)
        case (nil, let code?): return .code(try PlainText.checked(CodeMapping.code(code), at: "\(field)/code"))
        default: throw .outOfRange(field, "must name a SKU either by its id or by its code")
        }
    }

    /// What a listing takes, in words: `2 × MUG, 1 × BOX`; of a long list the beginning.
    static func words(_ parts: [Component], codes: [String: SKUID]) -> String {
        let names = Dictionary(codes.map { ($0.value, $0.key) }) { $1 }
        let words = parts.prefix(mostNamed).map { "\($0.units) × \(names[$0.sku] ?? $0.sku.description)" }
        let rest = parts.count - words.count
        return words.joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
    }

    /// The parts, if they can be.
    ///
    /// - Parameters:
    ///   - skus: Those of the tenant's that are known, among the ones that are named by their ids.
    ///   - codes: The SKUs of the codes that are named.
    static func parts(
        _ wishes: [Wish], skus: Set<SKUID>, codes: [String: SKUID] = [:]
    ) throws(Obstacle) -> [Component] {
        var parts: [SKUID: Int] = [:]
        for (index, wish) in wishes.enumerated() {
            let field = "/parts/\(index)/\(wish.name.field)"
            let found: SKUID? =
                switch wish.name {
                case .sku(let sku): skus.contains(sku) ? sku : nil
                case .code(let code): codes[code]
                }
            guard let sku = found else { throw .unknown("SKU", at: field) }
            guard parts.updateValue(wish.units, forKey: sku) == nil else {
                throw Obstacle(.wrong, code: "namedTwice", field: field, "is named twice")
            }
        }
        return parts.map { Component(sku: $0, units: $1) }.sorted { $0.sku < $1.sku }
    }
}
