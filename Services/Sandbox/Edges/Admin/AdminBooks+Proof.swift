/// Reading what proves or explains: calls, webhooks, the stock journal and its windows.
extension AdminBooks {
    @Sendable static func calls(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let (after, limit) = try call.window()
        let counts = world.calls.counts.sorted {
            ($0.key.partner, $0.key.endpoint, $0.key.code) < ($1.key.partner, $1.key.endpoint, $1.key.code)
        }
        return [
            "counts": .array(
                counts.map { key, count in
                    [
                        "partner": .string(key.partner), "endpoint": .string(key.endpoint), "code": .int(key.code),
                        "count": .int(count),
                    ]
                }),
            "recent": .array(
                world.calls.recent.reversed().dropFirst(after).prefix(limit).map { call in
                    [
                        "at": .string(call.at.iso8601), "partner": .string(call.partner),
                        "endpoint": .string(call.endpoint), "shop": .string(call.shop), "code": .int(call.code),
                    ]
                }),
        ]
    }

    @Sendable static func webhooks(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let (after, limit) = try call.window()
        let subject = call.request.query["subject"]
        let all = world.webhooks.deliveries.values.filter { subject == nil || $0.subject == subject }
            .sorted { $0.id > $1.id }
        return counts(world.webhooks).adding([
            "deliveries": .array(
                all.dropFirst(after).prefix(limit).map { delivery in
                    [
                        "id": .int(delivery.id), "topic": .string(delivery.topic),
                        "subject": .string(delivery.subject), "url": .string(delivery.url),
                        "at": .string(delivery.created.iso8601), "state": .string(delivery.state.rawValue),
                        "attempts": .array(
                            delivery.attempts.map { attempt in
                                [
                                    "at": .string(attempt.at.iso8601),
                                    "status": attempt.status.map(JSON.int) ?? .null,
                                ]
                            }),
                    ]
                })
        ])
    }

    /// `?sku=` one listing, `?seller_sku=` every listing of that name in all shops.
    private static func listings(_ world: World, _ call: AdminCall) throws -> [SKU] {
        let (id, name) = (call.request.query["sku"], call.request.query["seller_sku"])
        let names = Set((name ?? "").split(separator: ",").map(String.init))
        let found = world.tiktok.skus.values.filter { $0.id == id || names.contains($0.sellerSKU) }
        guard !found.isEmpty else { throw AdminError.unknown("sku or seller_sku", id ?? name ?? "") }
        return found.sorted { $0.id < $1.id }
    }

    @Sendable static func journal(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let (after, limit) = try call.window(most: 100_000)
        let lines = world.tiktok.stock.journal.lines(of: try listings(world, call).map(\.id))
        return [
            "total": .int(lines.count), "dropped": .int(world.tiktok.stock.journal.dropped),
            "lines": .array(
                lines.dropFirst(after).prefix(limit).map { line in
                    [
                        "number": .int(line.number), "at_ms": .int(line.at.milliseconds),
                        "cause": .string(line.cause.rawValue), "sku": .string(line.shelf.skuID),
                        "warehouse": .string(line.shelf.warehouseID), "reference": .string(line.reference),
                        "available_before": .int(line.before.available),
                        "available_after": .int(line.after.available),
                        "committed_before": .int(line.before.committed),
                        "committed_after": .int(line.after.committed),
                    ]
                }),
        ]
    }

    @Sendable static func windows(_ world: inout World, _ call: AdminCall) throws -> JSON {
        let skus = try listings(world, call).map(\.id)
        let windows = StockWindows(world.tiktok.stock.journal.lines(of: skus))
        return [
            "listings": .strings(skus), "sold_between_read_and_set": .int(windows.soldBetweenReadAndSet),
            "sold_in_push_windows": .int(windows.soldInPushWindows),
            "push_latency_ms": .array(windows.pushLatencies.suffix(10_000).map { .int($0.milliseconds) }),
            "read_to_set": .array(
                windows.readToSet.filter { $0.sold > 0 }.suffix(10_000).map { window in
                    [
                        "sku": .string(window.shelf.skuID), "warehouse": .string(window.shelf.warehouseID),
                        "read_at_ms": .int(window.readAt.milliseconds), "set_at_ms": .int(window.setAt.milliseconds),
                        "sold": .int(window.sold),
                    ]
                }),
        ]
    }
}
