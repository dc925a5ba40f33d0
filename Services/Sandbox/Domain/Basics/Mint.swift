/// Makes identifiers that look like the real ones and never repeat within a world.
struct Mint: Sendable {
    /// The leading digits by which people recognise each kind; 18 or 19 digits, so none fits a double exactly.
    enum Kind: Int, Sendable {
        case order = 576_400_000_000_000_000
        case line = 577_000_000_000_000_000
        case buyer = 7_021_000_000_000_000_000
        case product = 1_729_000_000_000_000_000
        case sku = 1_729_500_000_000_000_000
        case package = 1_153_000_000_000_000_000
        case afterSale = 4_035_000_000_000_000_000
        case shop = 7_495_000_000_000_000_000
        case warehouse = 6_955_000_000_000_000_000
        case deliveryOption = 7_091_000_000_000_000_000
        case provider = 7_117_000_000_000_000_000
        case service = 7_213_000_000_000_000_000
        case notification = 7_327_000_000_000_000_000
    }

    private var counts: [Kind: Int] = [:]
    private var dice: Dice
    private let offset: Int

    init(seed: UInt64) {
        dice = Dice(seed: seed, stream: "mint")
        offset = Int(seed % 100_000) * 1_000_000_000
    }

    /// The next identifier of a kind: ascending, with gaps as in a busy market.
    mutating func id(_ kind: Kind) -> String {
        let step = kind == .warehouse || kind == .provider ? 1 : dice.number(1...9_973)
        counts[kind, default: 0] += step
        return String(kind.rawValue + offset + (counts[kind] ?? 0))
    }
}
