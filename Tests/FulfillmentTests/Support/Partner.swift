import Contracts
import Foundation
import Hummingbird
import Synchronization
import TestKit
import Testing

@testable import Sandbox

/// The sandbox's Shippo behind a real socket, with a clock that stands until a test moves it.
struct Partner: Sendable {
    private let sandbox: Sandbox
    private let clock: any WallClock
    private let port: Int

    /// The address of its Shippo.
    var address: String { "http://127.0.0.1:\(port)/shippo" }
    /// The present, there and here.
    var now: Instant { Instant(milliseconds: Int64(clock.now.milliseconds)) }

    /// Runs it while `body` runs, on a port of the system's choice.
    ///
    /// - Parameter isLive: The machine's clock in place of a standing one.
    static func run<Value: Sendable>(
        isLive: Bool = false, _ body: @escaping @Sendable (Partner) async throws -> Value
    ) async throws -> Value {
        var settings = Settings()
        settings.shippo.limitFactor = 0
        settings.shippo.failureRate = 0
        settings.shippo.refundRefusalRate = 0
        let clock: any WallClock = isLive ? SystemClock() : StandingClock()
        let sandbox = Sandbox(settings: settings, clock: clock)
        let (ports, port) = AsyncStream<Int>.makeStream()
        let server = Server(sandbox: sandbox, host: "127.0.0.1", port: 0, publicURL: nil, logger: silent)
        return try await serving([server.application { port.yield($0) }]) {
            let chosen = try #require(await ports.first { _ in true })
            return try await body(Partner(sandbox: sandbox, clock: clock, port: chosen))
        }
    }

    /// Moves a standing clock.
    func pass(_ span: Duration) { (clock as? StandingClock)?.move(span) }

    /// Calls of a kind go wrong by chance, until ``clearFaults()``.
    func spoil(_ endpoint: String, _ probability: Double, times: Int? = nil, _ kind: FaultRule.Kind) {
        _ = sandbox.use { world in
            world.faults.add(.shippo, endpoint: endpoint, probability: probability, times: times, kind)
        }
    }

    func clearFaults() { sandbox.use { $0.faults.remove(nil) } }

    /// The next purchase is told to have timed out, and lands after a while.
    func delayPurchase(by span: Duration) {
        _ = sandbox.use { world in
            world.faults.add(
                .shippo, endpoint: "transaction.create", times: 1, .late(after: span...span, hold: .zero))
        }
    }

    /// The next calls of a kind fail.
    func fail(_ endpoint: String, status: Int, times: Int = 1, message: String = "out of order") {
        _ = sandbox.use { world in
            world.faults.add(
                .shippo, endpoint: endpoint, times: times,
                .error(code: 1, status: status, message: message, isDone: false))
        }
    }

    /// All purchases, oldest first: mark, state and what was charged on the whole.
    var purchases: [(mark: String, status: String, charged: Int)] {
        sandbox.use { world in
            world.shippo.labels.newestFirst.reversed().map { label in
                let charged = world.shippo.charges.filter { $0.labelID == label.id }.reduce(0) { $0 + $1.amount }
                return (label.metadata, label.status.rawValue, charged)
            }
        }
    }

    /// The telephones of the addresses that were stored, oldest first.
    var phones: [String?] {
        sandbox.use { $0.shippo.addresses.newestFirst.reversed().map(\.fields.phone) }
    }

    /// The body of the webhook that Shippo would send now about the newest purchase.
    func webhookOfNewestPurchase() -> Data {
        sandbox.use { world in
            let label = world.shippo.labels.newestFirst.first
            let data = label.map { world.shippo.json($0, publicURL: world.publicURL) } ?? .null
            return Data((["event": "transaction_updated", "test": false, "data": data] as JSON).bytes)
        }
    }

    /// The body of the webhook that Shippo would send now about a parcel.
    func webhook(tracking number: String) -> Data {
        sandbox.use { world in
            let track = world.shippo.tracks[number].map { world.shippo.json($0) } ?? .null
            return Data((["event": "track_updated", "test": false, "data": track] as JSON).bytes)
        }
    }
}

/// A clock that tests move.
private final class StandingClock: WallClock {
    private let moment = Mutex(Moment(seconds: 1_767_225_600))

    var now: Moment { moment.withLock { $0 } }

    func move(_ span: Duration) { moment.withLock { $0 = $0 + span } }
}
