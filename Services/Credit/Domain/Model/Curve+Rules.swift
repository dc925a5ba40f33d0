import Contracts

extension Curve {
    /// Refuses a curve with a hole, a jump, a turn, or full points that nobody can reach.
    func check(at place: String) throws(Wrong) {
        guard !tiers.isEmpty else { throw Wrong("missing", at: "\(place)/tiers", "must have a tier") }
        for (number, tier) in tiers.enumerated() {
            let isLast = number == tiers.count - 1
            try tier.check(at: "\(place)/tiers/\(number)", better: better, isLast: isLast)
        }
        for (number, (tier, next)) in zip(tiers, tiers.dropFirst()).enumerated() {
            try tier.check(next, at: "\(place)/tiers/\(number + 1)")
        }
        guard Set(tiers.map(\.name)).count == tiers.count else {
            throw Wrong("twice", at: "\(place)/tiers", "must have different names")
        }
        let best = better == .more ? tiers[tiers.count - 1].lastPoints : tiers[0].firstPoints
        guard best == 100 else { throw Wrong("outOfReach", at: "\(place)/tiers", "must reach 100 points") }
    }

    /// Refuses a curve that is none of its input's: that rises where less is better, or has tiers for other values.
    func check(of input: Input, at place: String) throws(Wrong) {
        guard better == input.better else {
            throw Wrong("wrongDirection", at: "\(place)/better", "must be \(input.better.rawValue)")
        }
        let (least, most) = input.values
        guard tiers.first?.from == least else {
            throw Wrong("gap", at: "\(place)/tiers/0/from", "must be \(least), the least that there is")
        }
        guard let most, let beyond = tiers.firstIndex(where: { $0.from > most }) else { return }
        throw Wrong("outOfReach", at: "\(place)/tiers/\(beyond)/from", "must be at most \(most)")
    }
}

extension Tier {
    fileprivate func check(at place: String, better: Curve.Direction, isLast: Bool) throws(Wrong) {
        guard !name.isEmpty else { throw Wrong("missing", at: "\(place)/name", "must not be empty") }
        guard points.count == 2, points.allSatisfy((0...100).contains) else {
            throw Wrong("outOfRange", at: "\(place)/points", "must be two numbers, each 0 to 100")
        }
        guard better == .more ? firstPoints <= lastPoints : firstPoints >= lastPoints else {
            throw Wrong("notMonotone", at: "\(place)/points", "must not turn: \(better.rawValue) is better")
        }
        guard let to else {
            guard isLast else { throw Wrong("gap", at: "\(place)/to", "must be there, except in the last tier") }
            guard firstPoints == lastPoints else {
                throw Wrong("noEnd", at: "\(place)/points", "must be equal where the tier has no end")
            }
            return
        }
        guard !isLast else { throw Wrong("gap", at: "\(place)/to", "must be missing in the last tier") }
        guard from < to else { throw Wrong("empty", at: "\(place)/to", "must be above from") }
    }

    /// Whether the next tier begins where this one ends, in values and in points.
    fileprivate func check(_ next: Tier, at place: String) throws(Wrong) {
        guard let to, to >= next.from else {
            throw Wrong("gap", at: "\(place)/from", "must be \(to ?? from), where the tier before ends")
        }
        guard to == next.from else {
            throw Wrong("overlap", at: "\(place)/from", "must be \(to), where the tier before ends")
        }
        guard lastPoints == next.firstPoints else {
            throw Wrong("jump", at: "\(place)/points", "must begin with \(lastPoints), with which the tier before ends")
        }
    }
}
