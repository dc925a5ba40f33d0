import AMQP

/// A delivery as it is read on its arrival, while the lane is still busy with those before it: the envelope, and the
/// body where a handler is there for it.
final class Reading: Sendable {
    let delivery: Delivery
    let envelope: Result<Metadata, Door.Refusal>
    /// Nil where the body waits until the message is handled: of one that nobody here knows, and of one that may have
    /// killed a consumer, since reading it may be what kills.
    let body: Result<any OpenBody, any Error>?

    /// - Parameter attempt: How often the message has been deferred.
    init(_ delivery: Delivery, _ lane: Lane, attempt: Int = 0) {
        self.delivery = delivery
        do throws(Door.Refusal) {
            var metadata = try lane.door.open(delivery)
            metadata.attempt = attempt
            for name in lane.carries { metadata.carried[name] = delivery.properties.headers[name] }
            envelope = .success(metadata)
            let waits = delivery.isKept || delivery.deliveryCount > 0
            let reader = waits ? nil : lane.subscription(of: metadata.name)
            let read = metadata
            body = reader.map { reader in Result { try reader.open(delivery.body, read) } }
        } catch {
            envelope = .failure(error)
            body = nil
        }
    }
}
