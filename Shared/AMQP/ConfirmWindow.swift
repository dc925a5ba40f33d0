import DequeModule

/// Which publications the broker has not answered yet. Pure: the connection's thread feeds it what it reads.
///
/// Tags count from 1 on each connection, confirms may cover several tags and come out of order, and a message that no
/// queue takes is returned before it is confirmed.
struct ConfirmWindow<Slot> {
    private struct Entry {
        var slot: Slot
        var returned: PublishOutcome?
        var isAnswered = false
    }

    private var entries: Deque<Entry> = []
    private var firstTag: UInt64 = 1

    /// How many publications are unanswered or wait behind an unanswered one.
    var count: Int { entries.count }

    /// Notes that the next tag belongs to this publication.
    mutating func append(_ slot: Slot) {
        entries.append(Entry(slot: slot))
    }

    /// Notes that the broker sent a message back, the first that it can be; its confirm is still to come.
    mutating func returned(_ outcome: PublishOutcome, where isIt: (Slot) -> Bool) {
        let index = entries.firstIndex { !$0.isAnswered && $0.returned == nil && isIt($0.slot) }
        if let index { entries[index].returned = outcome }
    }

    /// Answers one tag, or all up to it.
    mutating func answered(
        _ tag: UInt64, isMultiple: Bool, _ outcome: PublishOutcome, _ settle: (Slot, PublishOutcome) -> Void
    ) {
        guard tag >= firstTag, tag - firstTag < UInt64(entries.count) else { return }
        let last = Int(tag - firstTag)
        for index in (isMultiple ? 0 : last)...last where !entries[index].isAnswered {
            entries[index].isAnswered = true
            settle(entries[index].slot, entries[index].returned ?? outcome)
        }
        while let first = entries.first, first.isAnswered {
            entries.removeFirst()
            firstTag += 1
        }
    }

    /// Forgets the connection: all that is unanswered, in the order of publishing. A new connection counts from 1.
    mutating func reset() -> [Slot] {
        let open = entries.filter { !$0.isAnswered }.map(\.slot)
        entries.removeAll(keepingCapacity: true)
        firstTag = 1
        return open
    }
}
