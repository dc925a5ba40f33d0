/// What the demo shops sell.
enum Wares {
    struct Ware: Sendable {
        let title: String
        let code: String
        /// US cents.
        let cents: Int
        /// Grams with packaging.
        let grams: Int
        /// Centimetres with packaging.
        let size: (Int, Int, Int)
        let variants: [String]
    }

    static let all: [Ware] = [
        Ware(
            title: "Glow serum", code: "SRM", cents: 1_890, grams: 120, size: (12, 5, 5), variants: ["30 ml", "50 ml"]),
        Ware(
            title: "Steel tumbler", code: "TMB", cents: 2_490, grams: 480, size: (25, 9, 9),
            variants: ["Blue", "Sand"]),
        Ware(title: "Makeup brush", code: "BRS", cents: 1_250, grams: 60, size: (20, 4, 3), variants: ["Default"]),
        Ware(
            title: "Ribbed leggings", code: "LEG", cents: 2_995, grams: 300, size: (30, 22, 4),
            variants: ["S", "M", "L"]),
        Ware(
            title: "Scented candle", code: "CND", cents: 1_600, grams: 520, size: (11, 9, 9), variants: ["Fig", "Oud"]),
        Ware(title: "Phone tripod", code: "TRP", cents: 2_199, grams: 410, size: (32, 8, 8), variants: ["Black"]),
        Ware(title: "Hair oil", code: "OIL", cents: 1_450, grams: 160, size: (15, 5, 5), variants: ["100 ml"]),
        Ware(title: "Matcha tin", code: "MTC", cents: 2_750, grams: 140, size: (9, 9, 7), variants: ["30 g", "80 g"]),
        Ware(title: "LED strip", code: "LED", cents: 1_399, grams: 220, size: (14, 14, 5), variants: ["5 m", "10 m"]),
        Ware(title: "Pet brush", code: "PET", cents: 1_199, grams: 150, size: (18, 8, 6), variants: ["Default"]),
        Ware(
            title: "Lip tint", code: "LIP", cents: 990, grams: 40, size: (10, 3, 3),
            variants: ["Rose", "Brick", "Nude"]),
        Ware(title: "Desk mat", code: "MAT", cents: 1_990, grams: 600, size: (42, 8, 8), variants: ["Grey", "Green"]),
    ]

    /// The ware for the n-th product of a shop; the list repeats with other codes.
    static func at(_ index: Int) -> Ware {
        let ware = all[index % all.count]
        let round = index / all.count
        guard round > 0 else { return ware }
        return Ware(
            title: "\(ware.title) no. \(round + 1)", code: "\(ware.code)\(round + 1)", cents: ware.cents + round * 100,
            grams: ware.grams, size: ware.size, variants: ware.variants)
    }
}
