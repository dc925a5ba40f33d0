import Logging
import ServiceLifecycle
import Synchronization

/// Keeps the world moving between calls and puts due webhooks on the wire.
struct Pump: Service {
    /// How many webhooks may be on the wire at once.
    static let mostInFlight = 256
    /// How often the world is looked at: this is how exact the smallest waits are.
    static let beat = Duration.milliseconds(5)

    let sandbox: Sandbox
    let sender: Sender
    let logger: Logger

    func run() async throws {
        let inFlight = Counter()
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                while !Task.isCancelled {
                    let room = Self.mostInFlight - inFlight.value
                    for delivery in sandbox.use({ $0.webhooks.take(room) }) {
                        inFlight.add(1)
                        group.addTask {
                            await deliver(delivery)
                            inFlight.add(-1)
                        }
                    }
                    try? await Task.sleep(for: Self.beat)
                }
                group.cancelAll()
            }
        }
        await sender.close()
    }

    private func deliver(_ delivery: Delivery) async {
        let headers = sandbox.use { $0.headers(of: delivery) }
        let status = await sender.post(delivery.url, headers: headers, body: delivery.body)
        let state = sandbox.use { world in
            world.settle(delivery: delivery.id, status: status)
            return world.webhooks.deliveries[delivery.id]?.state
        }
        if state == .dropped {
            logger.warning("webhook dropped", metadata: ["topic": "\(delivery.topic)", "delivery": "\(delivery.id)"])
        }
    }
}

/// A number that several tasks change.
private final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func add(_ step: Int) { count.withLock { $0 += step } }
}
