/// A half-open stretch of an input's values, inside which points follow a straight line.
struct Tier: Codable, Hashable, Sendable {
    /// What people call it: `base`, `high`.
    let name: String
    /// The first value that belongs to it; of the first tier, everything below as well, at its first points.
    let from: Quantity
    /// The first value that does not belong to it any more; nil for the last tier, which has no end.
    let to: Quantity?
    /// Points at its beginning and at its end, 0 to 100; of the last tier twice the same.
    let points: [Int]

    var firstPoints: Int { points.first ?? 0 }
    var lastPoints: Int { points.last ?? 0 }

    /// Points of a value in it, in thousandths, rounded down: no point is given that was not earned, and of two values
    /// the better never gets less.
    func thousandths(at value: Quantity) -> Int64 {
        let first = Int64(firstPoints) * 1_000
        guard let to, value > from else { return first }
        let rise = Int128(lastPoints - firstPoints) * 1_000
        let (run, step) = (to.millionths - from.millionths, value.millionths - from.millionths)
        return first + Int64((rise * Int128(step)).floored(by: Int128(run)))
    }
}
