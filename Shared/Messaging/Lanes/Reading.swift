import AMQP

/// A delivery as it is read on its arrival, while the lane is still busy with those before it: the envelope, and the
/// body where a handler is there for it.
final class Reading: Sendable {
    let delivery: Delivery
    /// Nil where it waits until the message is handled: of one that may have killed a consumer, at a door that reads
    /// bodies.
    let envelope: Result<Metadata, Door.Refusal>?
    /// Nil where the body waits until the message is handled: of one that nobody here knows, and of one that may have
    /// killed a consumer, since reading it may be what kills.
    let body: Result<any OpenBody, any Error>?

    /// - Parameters:
    ///   - attempt: How often the message has been deferred.
    ///   - isSuspect: Whether it was in the hands of a consumer that died, or may have been.
    init(_ delivery: Delivery, _ lane: Lane, attempt: Int = 0, isSuspect: Bool) {
        self.delivery = delivery
        guard !isSuspect || !lane.door.readsBodies else {
            (envelope, body) = (nil, nil)
            return
        }
        let found = Self.envelope(of: delivery, lane, attempt: attempt)
        let waits = delivery.isKept || isSuspect
        envelope = found
        body = (waits ? nil : try? found.get()).flatMap { metadata in
            lane.subscription(of: metadata.name).map { reader in
                Result { try reader.open(delivery.body, metadata) }
            }
        }
    }

    /// What the lane's door makes of a delivery.
    static func envelope(of delivery: Delivery, _ lane: Lane, attempt: Int) -> Result<Metadata, Door.Refusal> {
        do throws(Door.Refusal) {
            var metadata = try lane.door.open(delivery)
            metadata.attempt = attempt
            for name in lane.carries { metadata.carried[name] = delivery.properties.headers[name] }
            return .success(metadata)
        } catch {
            return .failure(error)
        }
    }
}
