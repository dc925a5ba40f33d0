import Foundation
import PlatformKit
import TestKit

/// The calls that services have made at their partners, as the sandbox has counted them.
struct Calls: Sendable, Equatable {
    /// One kind of call with its outcome.
    struct Kind: Hashable, Comparable, Sendable {
        let partner: String
        let endpoint: String
        /// The channel's code, 0 for success; the status of the carrier's partner.
        let code: Int

        static func < (left: Kind, right: Kind) -> Bool {
            (left.partner, left.endpoint, left.code) < (right.partner, right.endpoint, right.code)
        }
    }

    private(set) var counts: [Kind: Int] = [:]

    /// Reads what the sandbox answers to `/calls`.
    init(_ books: JSONValue) {
        for entry in books["counts"].list {
            let kind = Kind(
                partner: entry["partner"].text ?? "", endpoint: entry["endpoint"].text ?? "",
                code: entry["code"].int ?? 0)
            counts[kind, default: 0] += entry["count"].int ?? 0
        }
    }

    /// All that were made so far.
    static func soFar(_ platform: Platform) async throws -> Calls {
        Calls(try await platform.sandbox.read("/calls?limit=1"))
    }

    /// What was called since an earlier look.
    static func - (now: Calls, before: Calls) -> Calls {
        var since = now
        since.counts = now.counts.merging(before.counts, uniquingKeysWith: -).filter { $0.value > 0 }
        return since
    }

    /// How many of all kinds.
    var whole: Int { counts.values.reduce(0, +) }

    /// A line for each kind of call, by the parcels.
    func notes(parcels: Int) -> [String] {
        func each(_ count: Int) -> String { String(format: "%.2f", Double(count) / Double(parcels)) }
        let lines = counts.sorted { $0.key < $1.key }.map { kind, count in
            "  \(each(count)) \(kind.partner) \(kind.endpoint)" + (kind.isGood ? "" : ", answered with \(kind.code)")
        }
        return ["calls of partners for a parcel: \(each(whole))"] + lines
    }
}

extension Calls.Kind {
    /// Whether it was answered with success.
    var isGood: Bool { code == 0 || (200..<300).contains(code) }
}
