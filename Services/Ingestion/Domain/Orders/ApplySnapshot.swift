import Contracts

/// What becomes of a snapshot.
enum SnapshotVerdict: Hashable, Sendable {
    /// It is newer: this is to be stored and told.
    case changed(OrderChange)
    case ignored(Reason)

    /// Why a snapshot changes nothing.
    enum Reason: String, Sendable {
        /// What we know is newer.
        case stale
        /// The order is cancelled, which is for ever.
        case terminal
        /// It says what we know already.
        case repeated
    }
}

/// The one place where orders change: webhook, poll, backfill and outside orders all end here. Pure; the newest of any
/// number of snapshots wins in whichever order they come in (``OrderSnapshot/isNewer(than:)``).
func apply(_ read: ReadOrder, to stored: StoredOrder, from source: OrderSource) -> SnapshotVerdict {
    guard let known = stored.snapshot else { return .changed(firstSight(read, stored, source)) }
    guard read.snapshot.isNewer(than: known) else {
        if known.isCancelled && !read.snapshot.isCancelled { return .ignored(.terminal) }
        return .ignored(complete(read.snapshot, with: known).saysTheSame(as: known) ? .repeated : .stale)
    }
    let snapshot = complete(read.snapshot, with: known)
    let fields = snapshot.changedFields(since: known)
    let recipient = newRecipient(read, stored)
    if fields.isEmpty && recipient == nil && snapshot.updatedAt == known.updatedAt { return .ignored(.repeated) }
    return .changed(
        OrderChange(
            key: stored.key, id: stored.id, version: stored.version + (fields.isEmpty ? 0 : 1), snapshot: snapshot,
            previousStatus: known.status, source: source, fields: fields, recipient: recipient))
}

private func firstSight(_ read: ReadOrder, _ stored: StoredOrder, _ source: OrderSource) -> OrderChange {
    OrderChange(
        key: stored.key, id: stored.id, version: 1, snapshot: complete(read.snapshot, with: nil), previousStatus: nil,
        source: source,
        fields: ["first_seen"], recipient: newRecipient(read, stored))
}

/// What a snapshot does not tell and we know.
private func complete(_ snapshot: OrderSnapshot, with known: OrderSnapshot?) -> OrderSnapshot {
    var complete = snapshot
    complete.handedOverAt = snapshot.handedOver(knowing: known)
    complete.shippedAt = snapshot.shippedAt ?? known?.shippedAt
    complete.deliveredAt = snapshot.deliveredAt ?? known?.deliveredAt
    if let known, snapshot.isCancelled { complete.lines = complete.cancelledLines(knowing: known) }
    return complete
}

private func newRecipient(_ read: ReadOrder, _ stored: StoredOrder) -> StoredRecipient? {
    let isErased = stored.recipient.map { $0.recipient == nil } ?? false
    guard !isErased, let recipient = read.recipient, recipient.supersedes(stored.recipient?.recipient) else {
        return nil
    }
    return StoredRecipient(version: (stored.recipient?.version ?? 0) + 1, recipient: recipient)
}

extension StoredOrder {
    /// The order after a change, so that later snapshots of a batch see it.
    mutating func take(_ change: OrderChange) {
        version = change.version
        snapshot = change.snapshot
        if let recipient = change.recipient { self.recipient = recipient }
    }
}
