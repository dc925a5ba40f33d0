import Contracts
import Foundation
import Messaging
import Postgres
import TikTokShop

/// Keeps each webhook once and marks what it rings for as work. Nothing that it says is believed.
struct WebhookReceivedHandler: Handler {
    /// A webhook and what could be read of it.
    struct Body: Sendable {
        let webhook: WebhookReceived
        let reading: Result<Notification, OrderFault>
    }

    /// What is known of the senders and shops of a batch.
    struct View {
        /// Notifications that came before.
        var known: Set<String>
        /// Messages of producers that came before, by their own ids.
        var messages: Set<ProducerStore.ForeignID>
        let shops: [String: Connection]
        /// By the channel's ids of accounts.
        let accounts: [String: Connection]
        let grants: [Grant]
        /// What the app that only reads may see, by the channel's ids of shops and of creators' accounts.
        let seen: [String: [ReadGrant]]
    }

    /// One webhook to keep, and what it asks for.
    struct Change: Sendable {
        let row: WebhookStore.Row
        let work: [WorkItem]
        let message: ProducerStore.ForeignID?
        let id: UUID
    }

    /// Seals raw webhooks: chats and names may be in them.
    let vault: Vault
    /// Each app's signature, for webhooks that did not come through our gateway.
    let signatures: [PartnerApp: WebhookSignature]
    let queue: WorkQueue

    func load(_ messages: [Received<Body>], _ pipeline: inout Pipeline) throws -> Loading<View> {
        let notifications = messages.compactMap { try? $0.body.reading.get() }
        let known = WebhookStore.known(notifications.map(\.id), &pipeline)
        let shops = ConnectionStore.load(channelShops: notifications.compactMap(\.channelShop), &pipeline)
        let accounts = ConnectionStore.load(openIDs: notifications.compactMap(\.account), &pipeline)
        let grants = ProducerStore.grants(of: messages.compactMap(\.metadata.user), &pipeline)
        let names = notifications.flatMap { [$0.channelShop, $0.account].compactMap(\.self) }
        let seen = ReadGrantStore.load(names, &pipeline)
        let foreign = ProducerStore.known(messages.compactMap(\.foreignID), &pipeline)
        return Loading {
            View(
                known: Set(try known.get()), messages: Set(try foreign.get()),
                shops: Dictionary(try shops.get().map { ($0.channelShop, $0) }) { first, _ in first },
                accounts: Dictionary(try accounts.get()) { first, _ in first }, grants: try grants.get(),
                seen: Dictionary(grouping: try seen.get(), by: \.channelAccount))
        }
    }

    func decide(_ message: Received<Body>, _ view: View) throws -> Decision<Change> {
        let webhook = message.body.webhook
        guard webhook.provider == .tiktokShop else { return .reject("the webhook is of another partner") }
        if let foreign = message.foreignID, view.messages.contains(foreign) { return .done() }
        // Our gateway says by whose secret it was signed; of anybody else that is seen here.
        let app = message.metadata.user == nil ? webhook.app.flatMap(PartnerApp.init) : signer(of: webhook)
        if message.metadata.user != nil, app == nil {
            return .reject("the webhook's signature is wrong", detail: "authorization of the raw bytes")
        }
        let notification: Notification
        switch message.body.reading {
        case .success(let read): notification = read
        case .failure(let fault): return .reject("the webhook cannot be read", detail: "\(fault)")
        }
        guard !view.known.contains(notification.id) else { return .done() }
        return try decide(message, notification, rings(notification, app, view), view)
    }

    private func decide(
        _ message: Received<Body>, _ notification: Notification, _ rings: [Ring], _ view: View
    ) throws -> Decision<Change> {
        guard let user = message.metadata.user else { return .done([try change(message, notification, rings)]) }
        guard view.grants.contains(where: { $0.user == user }) else {
            return .reject("the producer is not known", detail: user)
        }
        guard !rings.isEmpty else {
            return .reject("the shop is not connected", detail: notification.channelShop ?? "")
        }
        let covered = rings.filter { ring in
            view.grants.contains { $0.user == user && $0.covers(ring.shop, of: ring.tenant) }
        }
        guard !covered.isEmpty else { return .reject("the producer may not speak for this shop", detail: user) }
        return .done([try change(message, notification, covered)])
    }

    /// For whom it rings. The end of a consent is that of the app which was told so, and of no other.
    private func rings(_ notification: Notification, _ app: PartnerApp?, _ view: View) -> [Ring] {
        if app == .credit, notification.bell.isAboutConsent {
            let (shops, creators) = (
                notification.channelShop.flatMap { view.seen[$0] } ?? [],
                notification.account.flatMap { view.seen[$0] } ?? []
            )
            return shops.filter { $0.holder == .seller }.map(Ring.grant)
                + creators.filter { $0.holder == .creator }.map(Ring.grant)
        }
        let shop =
            notification.channelShop.flatMap { view.shops[$0] } ?? notification.account.flatMap { view.accounts[$0] }
        return shop.map { [.shop($0)] } ?? []
    }

    private func change(_ message: Received<Body>, _ notification: Notification, _ rings: [Ring]) throws -> Change {
        let webhook = message.body.webhook
        let work = rings.flatMap { WebhookWork.items(notification.bell, $0, cause: message.metadata) }
        let row = WebhookStore.Row(
            notification: notification.id, receivedAt: message.metadata.id.v7Instant ?? webhook.receivedAt.date,
            tenant: rings.first?.tenant, shop: rings.first?.shop, kind: notification.kind,
            producer: message.metadata.user,
            payload: try vault.seal(webhook.payload, for: WebhookStore.place(notification.id)),
            outcome: rings.isEmpty ? "unknown shop" : work.isEmpty ? "nothing to do" : "marked")
        return Change(row: row, work: work, message: message.foreignID, id: message.metadata.id)
    }

    private func signer(of webhook: WebhookReceived) -> PartnerApp? {
        let authorization = webhook.headers.first { $0.key.lowercased() == "authorization" }?.value
        return signatures.first { $0.value.verify(authorization, body: Array(webhook.payload)) }?.key
    }

    func apply(_ change: Change, to view: inout View) {
        view.known.insert(change.row.notification)
        if let message = change.message { view.messages.insert(message) }
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) throws {
        WebhookStore.save(changes.map(\.row), &pipeline)
        let messages = changes.compactMap { change in change.message.map { ($0, change.id) } }
        ProducerStore.save(Dictionary(messages) { first, _ in first }, &pipeline)
        let work = changes.flatMap(\.work)
        if !work.isEmpty { try WorkQueue.enqueue(work, into: &pipeline) }
    }

    func saved(_ changes: [Change]) {
        queue.nudge()
    }
}

extension WebhookReceivedHandler.Body {
    /// Reads the message; what is wrong with the webhook inside is decided about later, with a reason.
    static func decode(_ bytes: [UInt8], _ metadata: Metadata) throws -> WebhookReceivedHandler.Body {
        let webhook = try Entrance.decode(bytes, metadata, as: WebhookReceived.self)
        return WebhookReceivedHandler.Body(
            webhook: webhook, reading: Result { () throws(OrderFault) in try Notification(webhook.payload) })
    }
}

extension Received {
    /// The message by its producer's own id; nil for one of ours, or without an id.
    var foreignID: ProducerStore.ForeignID? {
        guard let user = metadata.user, let id = metadata.subject else { return nil }
        return ProducerStore.ForeignID(producer: user, id: id)
    }
}
