import Logging
import Messaging

/// The parts that requests are answered with.
struct Gateway: Sendable {
    let requests: RequestClient
    let keys: KeyRing
    let sessions: SessionSeal
    let webhooks: WebhookDoor
    let live: LiveHub
    let logger: Logger
}
