/// Who is told what.
extension World {
    /// Sends a webhook to every app that the shop's seller has consented to.
    mutating func announce(_ topic: Topic, shop shopID: String, _ data: JSON, subject: String? = nil) {
        guard let shop = tiktok.shops[shopID] else { return }
        for app in tiktok.apps where tiktok.tokens.isActive(.init(appKey: app.key, sellerID: shop.sellerID), now: now) {
            announce(topic, shop: shop, app: app, data, subject: subject)
        }
    }

    /// Sends a webhook to one app, at the shop's own address for it or at the app's.
    mutating func announce(_ topic: Topic, shop: Shop, app: RegisteredApp, _ data: JSON, subject: String? = nil) {
        let key = Subscription.Key(appKey: app.key, shopID: shop.id, event: topic.name)
        guard let url = tiktok.subscriptions[key]?.address ?? app.webhookURL else { return }
        let body: JSON = [
            "type": .int(topic.number), "tts_notification_id": .string(mint.id(.notification)),
            "shop_id": .string(shop.id), "timestamp": .int(now.seconds), "data": data,
        ]
        send(
            sender: .tiktok(appKey: app.key), topic: "\(topic.number) \(topic.name)",
            subject: subject ?? data["order_id"]?.text ?? shop.id, url: url, body: body.bytes)
    }

    mutating func announceStatus(of order: Order) {
        guard let status = order.status.webhookName else { return }
        announce(
            .orderStatus, shop: order.shopID,
            [
                "order_id": .string(order.id), "order_status": .string(status),
                "is_on_hold_order": .bool(order.isOnHoldOrder), "update_time": .int(now.seconds),
            ])
    }

    mutating func announce(_ cancellation: Cancellation) {
        announce(
            .cancellation, shop: cancellation.shopID,
            [
                "order_id": .string(cancellation.orderID), "cancellations_role": .string(cancellation.role.rawValue),
                "cancel_status": .string(cancellation.status.webhookName), "cancel_id": .string(cancellation.id),
                "create_time": .int(cancellation.created.seconds),
            ])
    }

    mutating func announce(_ wish: ReturnCase) {
        announce(
            .returning, shop: wish.shopID,
            [
                "order_id": .string(wish.orderID), "return_role": "BUYER", "return_type": .string(wish.kind.rawValue),
                "return_status": .string(wish.status.rawValue), "return_id": .string(wish.id),
                "create_time": .int(wish.created.seconds), "update_time": .int(wish.updated.seconds),
            ])
        announceAfterSale(wish)
    }

    mutating func announcePackage(_ package: Package, cause: String?) {
        guard let cause else { return }
        announce(
            .package, shop: package.shopID,
            [
                "sc_type": .string(cause), "role_type": "ROLE_SELLER",
                "package_list": [
                    ["package_id": .string(package.id), "order_id_list": .strings(package.orderIDs)]
                ],
                "update_time": .int(now.seconds),
            ],
            subject: package.orderIDs.first)
    }
}
