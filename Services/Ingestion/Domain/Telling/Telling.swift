import Contracts
import Foundation

/// Something that is told once more, and how far it has come.
struct Telling: Hashable, Sendable {
    /// What makes it one of a kind.
    struct Key: Hashable, Comparable, Sendable {
        let tenant: TenantID
        /// The shop or the creator account.
        let account: AccountID
        /// The link for which it was asked; the account's own id: it is told to everybody.
        let id: UUID

        static func < (left: Self, right: Self) -> Bool {
            (left.tenant, left.account, left.id.text) < (right.tenant, right.account, right.id.text)
        }
    }

    enum State: String, Sendable {
        case wanted, told, ended
    }

    /// What is told, one after the other.
    enum Part: String, Sendable, CaseIterable {
        /// What is known of the account as a whole.
        case account
        /// Orders, the newest first, with what was cancelled and sent back of them.
        case orders
        case statements
        case affiliate
        /// The end, which waits for what is still being read.
        case end
    }

    /// Where the next page of a part begins: behind this.
    struct Place: Hashable, Sendable {
        let at: Date?
        let name: String
    }

    let key: Key
    /// The link's version.
    var version: Int
    /// As exact as it is asked for: what is read from the database must not seem earlier than the same asked again.
    var since: Instant
    var state = State.wanted
    var part = Part.account
    /// Nil: the part begins.
    var place: Place?
    /// What was told so far.
    var messages = 0

    /// Whether everybody hears it, and not only who asked.
    var isForAll: Bool { key.id == key.account.uuid }

    /// The most that is asked: the 90 days of a score, and some for a command that was long on its way.
    static let longest: TimeInterval = 100 * 86_400

    /// What a command asks for.
    ///
    /// - Parameter now: When it was sent.
    init(_ command: HistoryTell, of tenant: TenantID, now: Date) {
        key = Key(tenant: tenant, account: command.account, id: command.link.uuid)
        version = command.version
        since = max(command.since ?? Instant(now), Instant(now.addingTimeInterval(-Self.longest)))
        state = command.since == nil ? .ended : .wanted
    }

    /// Whether it is to take the place of what is known: a newer version, or of the same one the end, or less of the
    /// past.
    func isNews(after known: Telling?) -> Bool {
        guard let known, version <= known.version else { return true }
        guard version == known.version, known.state != .ended else { return false }
        return state == .ended || since > known.since
    }

    /// What everybody is told of a shop that was only read until now.
    init(openingOf shop: ShopID, of tenant: TenantID, since: Date) {
        key = Key(tenant: tenant, account: AccountID(shop.uuid), id: shop.uuid)
        version = 1
        self.since = Instant(since)
        part = .orders
    }

    init(
        key: Key, version: Int, since: Instant, state: State, part: Part, place: Place?, messages: Int
    ) {
        self.key = key
        self.version = version
        self.since = since
        self.state = state
        self.part = part
        self.place = place
        self.messages = messages
    }

    /// The telling behind a page of its part.
    ///
    /// - Parameter next: Where the next page begins; nil: the part has come to its end.
    func passing(_ next: Place?, messages count: Int) -> Telling {
        var copy = self
        copy.messages += count
        copy.place = next
        guard next == nil else { return copy }
        // Scores alone are made of anything else.
        copy.part = isForAll || part == .end ? .end : Part.allCases[(Part.allCases.firstIndex(of: part) ?? 0) + 1]
        return copy
    }
}
