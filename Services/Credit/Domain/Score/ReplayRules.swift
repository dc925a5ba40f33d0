import Contracts
import Foundation

/// What a score that is made again proves.
enum ReplayRules {
    /// That an answer has at most.
    static let mostDifferences = 100
    /// After so long scores are dropped that nobody has read, but for the last one of a day (``ScoreThin``).
    private static let thinnedAfter: Int64 = 7 * day
    private static let day: Int64 = 86_400_000

    /// A time that is asked for, among the scores that are kept.
    struct Moment: Sendable {
        let at: Instant
        /// The last score at or before it.
        let before: Instant?
        /// The first one after it.
        let after: Instant?
        /// Whether a lender read at this very time: what is read is kept.
        let wasRead: Bool
        let now: Instant

        /// Whether the score that was the newest then may be gone. One is dropped only where a later one of the same
        /// day of UTC is kept, so without such a one the last before the time is the one that was told.
        var mayBeDropped: Bool {
            guard before != at, !wasRead, let after else { return false }
            return now.milliseconds - at.milliseconds > thinnedAfter
                && after.milliseconds.flooredDivision(by: day) == at.milliseconds.flooredDivision(by: day)
        }
    }

    /// Where two scores differ, by the place in them. What the first does not have may be new in what is told, and is
    /// told apart by having no ``CreditReplay/Difference/told``.
    static func differences(_ told: CreditScore, _ made: CreditScore) throws -> [CreditReplay.Difference] {
        let (was, now) = (try Leaf.leaves(of: told), try Leaf.leaves(of: made))
        return Set(was.keys).union(now.keys).filter { was[$0] != now[$0] }.sorted().map { member in
            CreditReplay.Difference(member: member, told: was[member], made: now[member])
        }
    }
}

/// Any part of a document that is written as JSON.
private indirect enum Leaf: Decodable {
    case text(String)
    case list([Leaf])
    case object([String: Leaf])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let object = try? container.decode([String: Leaf].self) {
            self = .object(object)
        } else if let list = try? container.decode([Leaf].self) {
            self = .list(list)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let truth = try? container.decode(Bool.self) {
            self = .text("\(truth)")
        } else {
            self = .text("\(try container.decode(Int64.self))")
        }
    }

    /// Everything that is told, by its place.
    static func leaves(of score: CreditScore) throws -> [String: String] {
        var found: [String: String] = [:]
        try JSONDecoder().decode(Leaf.self, from: try JSONEncoder().encode(score)).collect("", into: &found)
        return found
    }

    private func collect(_ place: String, into found: inout [String: String]) {
        switch self {
        case .text(let text): found[place] = text
        case .object(let members):
            for (name, member) in members { member.collect("\(place)/\(name)", into: &found) }
        case .list(let parts):
            // That a part is gone must show where it was the last one.
            found["\(place)/count"] = "\(parts.count)"
            for (number, part) in parts.enumerated() {
                part.collect("\(place)/\(part.name ?? "\(number)")", into: &found)
            }
        }
    }

    /// By which it is known among others, wherever it stands.
    private var name: String? {
        guard case .object(let members) = self else { return nil }
        let words = ["account", "name", "code"].compactMap { key -> String? in
            guard case .text(let word) = members[key] else { return nil }
            return word
        }
        return words.isEmpty ? nil : words.joined(separator: ".")
    }
}

extension Int64 {
    /// Rounded down, below zero too.
    fileprivate func flooredDivision(by divisor: Int64) -> Int64 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}
