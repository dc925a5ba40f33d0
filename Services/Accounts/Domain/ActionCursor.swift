import Contracts
import Foundation

/// Where a page of the log ended: the time and the id of its last line. Opaque to callers.
struct ActionCursor: Hashable, Sendable {
    let at: Instant
    let id: UUID

    /// Tells our cursors from those of other lists.
    private static let mark = "action1"

    init(at: Instant, id: UUID) {
        self.at = at
        self.id = id
    }

    /// Reads a cursor as a caller brings it back.
    init(_ text: String) throws(Wrong) {
        let parts = text.utf8.count <= 100 ? text.split(separator: ".", omittingEmptySubsequences: false) : []
        guard parts.count == 3, parts[0] == Self.mark, let milliseconds = Int64(parts[1], radix: 36),
            (0...Self.latest).contains(milliseconds), let id = UUID(text: String(parts[2]))
        else { throw Wrong("unknownCursor", at: "/cursor", "must be the `next` of a page of this list") }
        self.init(at: Instant(milliseconds: milliseconds), id: id)
    }

    /// The year 9999, beyond which the database does not follow.
    private static let latest: Int64 = 253_402_300_799_000

    var text: String { "\(Self.mark).\(String(at.milliseconds, radix: 36)).\(id.text)" }
}
