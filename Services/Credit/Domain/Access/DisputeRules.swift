import Contracts

/// How disputes begin and end.
enum DisputeRules {
    private static let longest = 1_000

    /// A new dispute, or why it cannot be one.
    static func dispute(
        _ wanted: DisputeOpen, about accounts: [Standing.Line], at now: Instant
    ) throws(Wrong) -> DisputeRecord {
        guard let account = accounts.first(where: { $0.account == wanted.account }) else {
            throw Wrong("unknownAccount", at: "/account", "must be one of the person's own accounts")
        }
        guard Facts.knows(wanted.datum, of: account.kind) else {
            throw Wrong("unknownDatum", at: "/datum", "must be a datum as the score names it")
        }
        return DisputeRecord(
            dispute: .mint(at: now.date), account: wanted.account, datum: wanted.datum,
            words: try Words.checked(wanted.words, most: longest, at: "/words"), state: .open, openedAt: now)
    }

    /// The dispute as it has ended; nil where it has ended so already. One that was accepted may be resolved, or the
    /// datum would be missing for ever.
    static func closed(
        _ dispute: DisputeRecord, as state: DisputeRecord.State, saying answer: String? = nil, at now: Instant
    ) throws(Wrong) -> DisputeRecord? {
        guard dispute.state != state else { return nil }
        let before: DisputeRecord.State = state == .resolved ? .accepted : .open
        guard dispute.state == before else {
            throw Wrong(
                "disputeState", at: "/dispute", "must be \(before.rawValue), and is \(dispute.state.rawValue)")
        }
        var closed = dispute
        closed.state = state
        closed.closedAt = now
        if let answer { closed.answer = try Words.checked(answer, most: longest, at: "/answer") }
        return closed
    }
}
