/// Webhooks on their way: faults first, then the wire, then the retry schedule.
extension World {
    /// Sends a message to an address, unless a fault loses, delays or repeats it.
    mutating func send(sender: Delivery.Sender, topic: String, subject: String, url: String, body: [UInt8]) {
        let id = webhooks.enter(sender: sender, topic: topic, subject: subject, url: url, body: body, at: now)
        let fate = faults.webhookFate(of: topic)
        if fate.isLost { return webhooks.set(.lost, of: id) }
        for copy in 0...fate.repeats {
            let wait = fate.delays[min(copy, fate.delays.count - 1)]
            if wait == .zero { webhooks.queue(id) } else { at(now + wait) { $0.webhooks.queue(id) } }
        }
    }

    /// Notes how an attempt went: accepted, tried again later, or dropped for good.
    mutating func settle(delivery id: Int, status: Int?) {
        guard let delivery = webhooks.deliveries[id] else { return }
        webhooks.note(.init(at: now, status: status), of: id)
        guard !delivery.isOver else { return }
        let schedule = delivery.schedule
        if let status, schedule.accepts(status) { return webhooks.set(.accepted, of: id) }
        let failures = delivery.attempts.count
        let isFinal = status.map(schedule.isFinal) ?? false
        guard failures < schedule.waits.count, !isFinal else { return webhooks.set(.dropped, of: id) }
        webhooks.set(.waiting, of: id)
        later(schedule.waits[failures]) { $0.webhooks.queue(id) }
    }

    /// The headers of an attempt: each sender signs in its own way.
    func headers(of delivery: Delivery) -> [(String, String)] {
        let plain = [("content-type", "application/json")]
        switch delivery.sender {
        case .tiktok(let appKey):
            guard let app = tiktok.apps.first(where: { $0.key == appKey }) else { return plain }
            let sign = TikTokSignature.webhook(delivery.body, appKey: app.key, secret: app.secret)
            return plain + [("authorization", sign)]
        case .shippo:
            guard let secret = shippo.settings.webhookSecret else { return plain }
            let sign = ShippoSignature.header(delivery.body, secret: secret, at: now)
            return plain + [(shippo.settings.webhookHeader, sign)]
        }
    }
}
