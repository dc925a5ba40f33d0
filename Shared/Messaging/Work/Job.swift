public import Contracts
public import Foundation
public import Postgres

/// One attempt in a worker's hands: one or more keys of one kind, tenant and shop.
public struct Job<Payload: Sendable>: Sendable {
    /// One piece of work.
    public struct Item: Sendable {
        /// Names it within its kind and tenant.
        public let key: String
        /// What was last said about it.
        public let payload: Payload
        /// Which attempt this is, from 1.
        public let attempt: Int
        /// What became of the last attempt is not known: the effect may be there already.
        public let isOutcomeUnknown: Bool
        /// What led to it, for ``Draft/caused(by:)`` where a job of several items sends messages.
        public let cause: Metadata
    }

    /// The brand.
    public let tenant: TenantID
    /// The shop; nil for work of no shop.
    public let shop: ShopID?
    /// Names this attempt; a new one each time.
    public let lease: UUID
    /// The pieces of work, most urgent first; more than one only if ``WorkLimits/bundle`` says so.
    public let items: [Item]
    /// When the task will be cancelled.
    public let deadline: ContinuousClock.Instant
    let hands: JobHands

    /// The first, and mostly only, piece of work.
    public var item: Item { items[0] }
    /// Whether what became of the last attempt at one of the items is not known.
    public var isOutcomeUnknown: Bool { items.contains(where: \.isOutcomeUnknown) }

    /// Commits something on the way, such as the intention to buy, while the job goes on. It is tried once. What came
    /// of a call that works once only is better returned, as a result that comes back to go on: a result waits for the
    /// database.
    ///
    /// - Throws: ``WorkError/leaseLost`` when another worker has the job; then stop, and touch nothing.
    public func checkpoint(events: [Draft] = [], _ save: @escaping WorkResult.Save = { _ in }) async throws {
        try await hands.checkpoint(events, save)
    }

    /// Waits for a token, for every call after the first, which the job was given together with its lease.
    ///
    /// - Throws: ``WorkError/budgetExhausted(endpoint:)`` when none comes before the deadline.
    public func nextToken() async throws {
        try await hands.nextToken(before: deadline)
    }
}
