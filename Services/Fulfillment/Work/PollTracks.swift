import Contracts
import Foundation
import Messaging
import Postgres
import Shippo

/// Asks where parcels are, some of a brand's together, less often the longer they are on the way. Webhooks ring sooner.
struct PollTracks: WorkKind {
    static let name = "tracks.poll"
    static let endpoint = Budgets.tracks
    static let limits = WorkLimits(attempts: 100, deadline: .seconds(90), bundle: 20)

    let office: Office

    func perform(_ job: Job<NoPayload>) async throws -> WorkResult {
        var leftovers: [String: WorkResult.Leftover] = [:]
        for (index, item) in job.items.enumerated() {
            if index > 0 { try await job.nextToken() }
            do {
                if let pause = try await look(item, job.tenant) {
                    leftovers[item.key] = .again(after: pause, reason: "the parcel is on its way")
                }
            } catch let error as ShippoError where error.kind == .notFound || error.kind == .invalidRequest {
                leftovers[item.key] = .again(after: office.settings.trackEvery, reason: "the carrier does not know it")
            }
        }
        return .done(except: leftovers)
    }

    /// Looks at one parcel; answers when to look again, nil: never.
    private func look(_ item: Job<NoPayload>.Item, _ tenant: TenantID) async throws -> Duration? {
        guard let id = ShipmentID(item.key),
            let shipment = try await BookStore.peek(id, of: tenant, office.database),
            let carrier = shipment.carrier, let number = shipment.tracking, shipment.journey?.isOver != true,
            shipment.createdAt.later(by: office.settings.trackLife) > office.now()
        else { return nil }
        let token = CarrierToken.of(carrier)
        // The first look also subscribes to the parcel's webhooks.
        let track = try await office.discreetly(shipment.key) {
            shipment.journey == nil
                ? try await office.shippo.send(RegisterTrack(carrier: token, trackingNumber: number))
                : try await office.shippo.send(GetTrack(carrier: token, trackingNumber: number))
        }
        guard var journey = Journey(track, now: office.now()) else { return office.settings.trackEvery }
        // Such as who has signed for it.
        if let detail = journey.detail { journey.detail = try await office.hidden(detail, of: shipment.key) }
        let named = BookStore.named([id], of: tenant)
        let seen = journey
        let handling = try await office.change(named, cause: item.cause) { handling, here in
            guard handling.shipment.tracking == number else { return }
            handling.sighted(seen)
            handling.advance(here)
        }.first
        return handling?.shipment.journey?.isOver == true ? nil : pause(shipment)
    }

    /// Twice as long for each week that the parcel is known.
    private func pause(_ shipment: Shipment) -> Duration {
        let weeks = max(0, office.now().milliseconds - shipment.createdAt.milliseconds) / 604_800_000
        return office.settings.trackEvery * (1 << min(3, weeks))
    }
}

/// The partner's word for a carrier in its tracking calls, such as `dhl_express`.
enum CarrierToken {
    static func of(_ carrier: String) -> String { carrier.lowercased().replacing(" ", with: "_") }
}

extension Journey {
    /// What the partner knows of a parcel; nil while that is nothing.
    init?(_ track: Shippo.Track, now: Instant) {
        guard let latest = track.status, let word = latest.status else { return nil }
        let sightings = (track.history ?? []) + [latest]
        func earliest(_ states: Set<Shippo.TrackingStatus.State>) -> Instant? {
            sightings.filter { $0.status.map(states.contains) ?? false }.compactMap { Instant(partner: $0.date) }.min()
        }
        self.init(
            status: Status(word), detail: latest.details, at: Instant(partner: latest.date) ?? now,
            firstScan: earliest([.transit, .delivered, .returned, .failure]),
            deliveredAt: word == .delivered ? earliest([.delivered]) ?? now : nil)
    }
}

extension Journey.Status {
    fileprivate init(_ state: Shippo.TrackingStatus.State) {
        switch state {
        case .preTransit: self = .preTransit
        case .transit: self = .transit
        case .delivered: self = .delivered
        case .returned: self = .returned
        case .failure: self = .failure
        default: self = .unknown
        }
    }
}
