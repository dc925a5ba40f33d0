import Foundation

/// Where a search goes on that the channel answers in an order of its own: only its token leads to the next page, so
/// the time at which the search began is kept beside it.
struct PageMark: Hashable {
    let startedAt: Date
    let token: String

    /// As a cursor's token has it.
    var text: String { "\(Int(startedAt.timeIntervalSince1970)) \(token)" }

    init(startedAt: Date, token: String) {
        self.startedAt = startedAt
        self.token = token
    }

    /// Reads a cursor's token; nil where there is none.
    init?(_ text: String?) {
        guard let parts = text?.split(separator: " ", maxSplits: 1), parts.count == 2, let seconds = Int(parts[0])
        else { return nil }
        self.init(startedAt: Date(timeIntervalSince1970: Double(seconds)), token: String(parts[1]))
    }
}
