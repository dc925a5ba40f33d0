import Contracts
import Foundation
import Postgres

/// A kind of work, whatever its types.
struct KindRunner: Sendable {
    /// A claim made ready to be performed.
    struct Prepared: Sendable {
        /// Nil when no payload could be read.
        let perform: (@Sendable () async throws -> WorkResult)?
        /// Keys whose payload cannot be read, and why.
        let undecodable: [String: String]
    }

    let name: String
    let endpoint: EndpointClass
    let limits: WorkLimits
    let isAwaited: Bool
    /// Reads the payloads.
    let prepare: @Sendable (Claim, JobHands, ContinuousClock.Instant) -> Prepared

    init<Kind: WorkKind>(_ kind: Kind) {
        name = Kind.name
        endpoint = Kind.endpoint
        limits = Kind.limits
        isAwaited = Kind.isAwaited
        prepare = { claim, hands, deadline in
            let (items, undecodable) = Self.items(of: claim, as: Kind.Payload.self)
            guard !items.isEmpty else { return Prepared(perform: nil, undecodable: undecodable) }
            let shop = claim.shop == WorkTable.nobody ? nil : ShopID(claim.shop)
            let job = Job(
                tenant: claim.tenant, shop: shop, lease: claim.lease, items: items, deadline: deadline, hands: hands)
            return Prepared(perform: { try await kind.perform(job) }, undecodable: undecodable)
        }
    }

    private static func items<Payload: Codable & Sendable>(
        of claim: Claim, as type: Payload.Type
    ) -> (items: [Job<Payload>.Item], undecodable: [String: String]) {
        var items: [Job<Payload>.Item] = []
        var undecodable: [String: String] = [:]
        for row in claim.rows {
            do {
                items.append(
                    Job<Payload>.Item(
                        key: row.key, payload: try row.payload.decode(type), attempt: row.attempt,
                        isOutcomeUnknown: row.isUnknown, cause: row.cause(lease: claim.lease)))
            } catch {
                undecodable[row.key] = DecodingTrouble.sentence(error)
            }
        }
        return (items, undecodable)
    }

    /// What the database is told of the kind when work is asked for; see `work_terms`.
    struct Terms: Encodable {
        let kind: String
        let `class`: String
        let app: String?
        let account: String?
        let start: Double?
        let highest: Double?
        let parallel: Int
        let bundle: Int
        let lease: Double
        let attempts: Int
        /// Whether the worker has just got its database back.
        var isBack = false

        enum CodingKeys: String, CodingKey {
            case kind, `class`, app, account, start, highest, parallel, bundle, lease, attempts
            case isBack = "is_back"
        }
    }

    var terms: Terms {
        Terms(
            kind: name, class: endpoint.name, app: endpoint.budget?.app, account: endpoint.budget?.account.rawValue,
            start: endpoint.budget?.start, highest: endpoint.budget?.highest, parallel: limits.parallel,
            bundle: limits.bundle, lease: limits.lease / .seconds(1), attempts: limits.attempts)
    }

    var termsWhenBack: Terms {
        var terms = terms
        terms.isBack = true
        return terms
    }
}
