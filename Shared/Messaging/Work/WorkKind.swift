/// One kind of work: what takes time or talks to others, done outside of transactions and message handlers.
///
/// A handler wants it with ``WorkQueue/enqueue(_:into:)``, in the transaction that decides so; a ``Worker`` of the same
/// service does it soon after. Each piece has a key; as long as it is not done, wanting it again leaves one piece, with
/// the newest payload and the earlier time; wanted while it is in work, it is done once more. It is done at least once,
/// so what it does to others must bear a repeat, or be looked up first when ``Job/isOutcomeUnknown`` says so.
///
/// ```swift
/// struct FetchOrders: WorkKind {
///     static let name = "orders.fetch"
///     static let endpoint = EndpointClass.reads("tiktok.orders", app: "tiktok")
///     static let limits = WorkLimits(bundle: 50)
///
///     func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
///         let orders = try await shops.client(of: job.shop).orders(job.items.map(\.key))
///         return .done { pipeline in OrderStore.save(orders, &pipeline) }
///     }
/// }
/// ```
public protocol WorkKind: Sendable {
    /// What one needs to know beside the key; small, and free of personal data.
    associatedtype Payload: Codable & Sendable = NoPayload

    /// Such as `orders.fetch`; part of the rows, so it must never change.
    static var name: String { get }
    /// Whom it calls, and what it shares its limits with.
    static var endpoint: EndpointClass { get }
    /// How often, how long, how many.
    static var limits: WorkLimits { get }
    /// Whether somebody waits for it who would not ask again, such as for the answer to a command, or an effect of it
    /// may have to be accounted for: then people cannot cancel it while it goes on. What was given up they can.
    static var isAwaited: Bool { get }

    /// Does it. A thrown error means: not done, try again after the backoff; see ``PartnerTrouble`` for those that say
    /// more. When the deadline comes or the service ends, the task is cancelled; what is returned then still counts.
    func perform(_ job: Job<Payload>) async throws -> WorkResult
}

extension WorkKind {
    /// One piece at a time, half a minute each, ten attempts.
    public static var limits: WorkLimits { WorkLimits() }
    /// If its calls change something at the partner's. What only reads is asked for again, or people do without it.
    public static var isAwaited: Bool { endpoint.isWriting }
}

/// Everything is in the key.
public struct NoPayload: Codable, Sendable, Hashable {
    /// Nothing.
    public init() {}
}
