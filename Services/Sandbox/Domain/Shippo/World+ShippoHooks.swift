/// Shippo's webhooks: `{event, test, data}`, without an id of their own.
extension World {
    mutating func announce(_ event: String, label: Label) {
        tell(event, subject: label.id, isTest: label.isTest, shippo.json(label, publicURL: publicURL))
    }

    mutating func announce(_ track: Track) {
        let isTest = track.labelID.flatMap { shippo.labels[$0]?.isTest } ?? true
        tell("track_updated", subject: track.number, isTest: isTest, shippo.json(track))
    }

    private mutating func tell(_ event: String, subject: String, isTest: Bool, _ data: JSON) {
        let body: JSON = ["event": .string(event), "test": .bool(isTest), "data": data]
        for hook in shippo.hooks.newestFirst where hook.isActive && hook.isTest == isTest {
            guard hook.event == event || hook.event == "all" else { continue }
            send(sender: .shippo, topic: event, subject: subject, url: hook.url, body: body.bytes)
        }
    }
}
