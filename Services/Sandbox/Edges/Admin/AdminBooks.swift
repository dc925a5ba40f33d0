/// Reading the books.
enum AdminBooks {
    /// The world at a glance.
    @Sendable static func summary(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let check = StockCheck(world.tiktok)
        return [
            "now": .string(world.now.iso8601), "scale": .double(world.pace.scale),
            "shops": .int(world.tiktok.shops.count), "orders": .int(world.tiktok.orders.count),
            "packages": .int(world.tiktok.packages.count), "cancellations": .int(world.tiktok.cancellations.count),
            "returns": .int(world.tiktok.returns.count), "labels": .int(world.shippo.labels.count),
            "waiting_acts": .int(world.waitingActs), "webhooks": counts(world.webhooks),
            "generator": try AdminWorld.generator(&world, call), "stock": json(check),
        ]
    }

    @Sendable static func orders(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let shop = try chosenShop(world, call)
        let (after, limit) = try call.window()
        let status = call.request.query["status"]
        let all = world.tiktok.orders.of(shop: shop.id).filter { status == nil || $0.status.rawValue == status }
        return [
            "total": .int(all.count),
            "orders": .array(
                all.dropFirst(after).prefix(limit).map { order in
                    [
                        "id": .string(order.id), "status": .string(order.status.rawValue),
                        "units": .int(order.lines.count), "open_units": .int(order.openLines.count),
                        "shipping_type": .string(order.shipping.rawValue), "sample": .bool(order.kind.isSample),
                        "fulfilled_by_tiktok": .bool(order.kind.isFulfilledByTikTok),
                        "cancel_requested": .bool(order.pendingCancellation != nil),
                        "address_changed": .bool(order.hasUpdatedAddress),
                        "total_minor": .int(order.payment.total), "create_time": .int(order.created.seconds),
                        "update_time": .int(order.updated.seconds),
                        "tracking_numbers": .strings(
                            order.packageIDs.compactMap { world.tiktok.packages[$0]?.tracking?.number }),
                    ]
                }),
        ]
    }

    @Sendable static func stock(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let shop = try chosenShop(world, call)
        let skus = shop.productIDs.compactMap { world.tiktok.products[$0] }.flatMap(\.skus)
        return ["skus": .array(skus.map { world.stockJSON($0) })]
    }

    @Sendable static func sales(_ world: inout World, _ call: AdminCall) throws -> JSON {
        sales(of: try chosenShop(world, call), world)
    }

    static func sales(of shop: Shop, _ world: World) -> JSON {
        let book = SalesBook(world.tiktok.orders.of(shop: shop.id))
        return [
            "shop": .string(shop.id), "currency": .string(shop.market.currency.code),
            "orders": .object(
                OrderStatus.allCases.map { .init(name: $0.rawValue, value: .int(book.orders[$0] ?? 0)) }),
            "paid_orders": .int(book.paidOrders), "samples": .int(book.samples),
            "sub_total_minor": .int(book.subTotal), "total_minor": .int(book.total),
            "refused": .int(world.tiktok.refusedSales[shop.id] ?? 0),
            "skus": .array(
                book.sold.sorted { $0.key < $1.key }.map { id, units in
                    [
                        "sku": .string(id), "seller_sku": .optional(world.tiktok.skus[id]?.sellerSKU),
                        "sold": .int(units), "cancelled": .int(book.cancelled[id] ?? 0),
                    ]
                }),
        ]
    }

    @Sendable static func labels(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let (after, limit) = try call.window()
        let labels = world.shippo.labels.newestFirst
        let balance = world.shippo.charges.reduce(into: [String: Int]()) {
            $0[$1.currency.code, default: 0] += $1.amount
        }
        return [
            "total": .int(labels.count),
            "charged_minor": .object(
                balance.sorted { $0.key < $1.key }.map { .init(name: $0.key, value: .int($0.value)) }),
            "labels": .array(
                labels.dropFirst(after).prefix(limit).map { label in
                    let charges = world.shippo.charges.filter { $0.labelID == label.id }
                    return [
                        "id": .string(label.id), "status": .string(label.status.rawValue),
                        "rate": .string(label.rateID), "metadata": .string(label.metadata),
                        "tracking_number": .string(label.trackingNumber),
                        "charges_minor": .array(charges.map { .int($0.amount) }),
                        "currency": .optional(charges.first?.currency.code),
                    ]
                }),
        ]
    }

    static func chosenShop(_ world: World, _ call: AdminCall) throws -> Shop {
        try world.shop(call.request.query["shop"] ?? world.tiktok.shopList.first?.id ?? "")
    }

    @Sendable static func check(_ world: inout World, _ call: AdminCall) throws -> JSON {
        json(StockCheck(world.tiktok))
    }

    private static func json(_ check: StockCheck) -> JSON {
        [
            "shelves": .int(check.shelves),
            "mismatches": .array(
                check.mismatches.prefix(100).map {
                    [
                        "sku": .string($0.shelf.skuID), "warehouse": .string($0.shelf.warehouseID),
                        "text": .string($0.text),
                    ]
                }),
        ]
    }

    static func counts(_ book: WebhookBook) -> JSON {
        [
            "sent": .int(book.sent), "accepted": .int(book.counts[.accepted] ?? 0),
            "dropped": .int(book.counts[.dropped] ?? 0), "lost": .int(book.counts[.lost] ?? 0),
            "open": .int(book.waiting), "queued": .int(book.queued),
        ]
    }
}
