import Contracts
import Foundation
import Messaging

/// The failures of several services as one list.
struct FailurePage {
    private let filter: PageCursor.Filter

    /// A list of failures in one state; nil: in any.
    init(state: FailureRecord.State?) {
        filter = PageCursor.Filter("failures", [state?.rawValue])
    }

    /// The first of all; every service was asked for as many, so none is missing.
    func merge(
        _ lists: [[FailureRecord]], limit: Int
    ) throws -> (failures: [FailureRecord], next: String?) {
        let all = lists.joined().sorted { $0.mark > $1.mark }
        let page = Array(all.prefix(limit))
        let isFull = all.count > limit || lists.contains { $0.count >= limit }
        return (page, isFull ? try page.last.map { try cursor($0.mark) } : nil)
    }

    /// Where the next page begins, as a caller carries it.
    private func cursor(_ mark: FailureMark) throws -> String {
        try PageCursor(at: mark.at, keys: [mark.message.description, mark.lane]).text(of: filter)
    }

    /// Reads what a page gave as its `next`.
    func mark(_ text: String) throws(Wrong) -> FailureMark {
        let cursor = try PageCursor(text, of: filter, keys: 2)
        guard let message = MessageID(cursor.keys[0]) else { throw .unknownCursor }
        return FailureMark(at: cursor.at, message: message, lane: cursor.keys[1])
    }
}
