import Contracts
import Foundation

/// The failures of several services as one list.
enum FailurePage {
    /// The first of all; every service was asked for as many, so none is missing.
    static func merge(_ lists: [[FailureRecord]], limit: Int) -> (failures: [FailureRecord], next: String?) {
        let all = lists.joined().sorted { $0.mark > $1.mark }
        let page = Array(all.prefix(limit))
        let isFull = all.count > limit || lists.contains { $0.count >= limit }
        return (page, isFull ? page.last.map { cursor($0.mark) } : nil)
    }

    /// Where the next page begins, as a caller carries it.
    static func cursor(_ mark: FailureMark) -> String {
        "\(mark.at.milliseconds).\(mark.message.description).\(mark.lane)"
    }

    /// Reads what ``cursor(_:)`` wrote; nil for anything else.
    static func mark(_ cursor: String) -> FailureMark? {
        let parts = cursor.split(separator: ".", maxSplits: 2)
        guard parts.count == 3, let at = Int64(parts[0]), let message = MessageID(String(parts[1])),
            (0...4_102_444_800_000).contains(at), parts[2].utf8.count <= 100
        else { return nil }
        return FailureMark(at: Instant(milliseconds: at), message: message, lane: String(parts[2]))
    }
}
