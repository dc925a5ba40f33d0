/// Reading packages.
enum PackageAnswers {
    private struct Filter: Decodable {
        var packageStatus: String?
        var createTimeGe: Int?
        var createTimeLt: Int?
        var updateTimeGe: Int?
        var updateTimeLt: Int?

        func fits(_ package: Package) -> Bool {
            (packageStatus.map { $0 == package.status.rawValue } ?? true)
                && isWithin(package.created.seconds, createTimeGe, createTimeLt)
                && isWithin(package.updated.seconds, updateTimeGe, updateTimeLt)
        }
    }

    @Sendable static func search(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let filter = try call.body(Filter.self, TikTokError.fulfillment)
        let request = try call.page(1...50, default: 20)
        let field = try call.sortField(["create_time", "update_time", "order_pay_time"])
        let keys = world.tiktok.packages.keys(
            shop: try call.shop().id, by: { field == "update_time" ? $0.updated.seconds : $0.created.seconds },
            where: filter.fits)
        let page = Page(keys, request)
        return [
            "packages": .array(page.ids.compactMap { world.tiktok.packages[$0] }.map { world.json($0) }),
            "next_page_token": .string(page.nextToken), "total_count": .int(page.total),
        ]
    }

    @Sendable static func detail(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        guard let package = world.tiktok.packages.find(call.ids[0], shop: try call.shop().id) else {
            throw TikTokError.fulfillment("package_id: package \(call.ids[0]) not found")
        }
        return world.json(package)
    }

    private static let documentTypes: Set<String> = [
        "SHIPPING_LABEL", "PACKING_SLIP", "SHIPPING_LABEL_AND_PACKING_SLIP",
    ]

    /// The address of a PDF, good for 24 hours.
    @Sendable static func document(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let type = call.request.query["document_type"] ?? ""
        guard documentTypes.contains(type) else {
            throw TikTokError.fulfillment("Invalid parameter: document_type")
        }
        let package = try world.label(of: call.ids[0], shop: try call.shop())
        let expires = (world.now + .days(1)).seconds
        let proof = world.documentProof(package.id, type: type, expires: expires)
        return [
            "doc_url": .string(
                "\(world.publicURL)/documents/\(package.id).pdf?type=\(type)&expires=\(expires)&sign=\(proof)"),
            "tracking_number": .string(package.tracking?.number ?? ""),
        ]
    }

    /// What was seen of an order's parcels, in milliseconds here.
    @Sendable static func tracking(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        guard let order = world.tiktok.orders.find(call.ids[0], shop: try call.shop().id) else {
            throw TikTokError.fulfillment("order_id: order \(call.ids[0]) not found")
        }
        return [
            "tracking": .array(
                world.scans(of: order).map {
                    ["description": .string($0.words), "update_time_millis": .int($0.at.milliseconds)]
                })
        ]
    }
}

extension World {
    func json(_ package: Package) -> JSON {
        [
            "id": .string(package.id), "status": .string(package.status.rawValue),
            "orders": .array(package.orderIDs.map { ["id": .string($0)] }),
            "order_line_item_ids": .strings(package.lineIDs), "shipping_type": .string(package.shipping.rawValue),
            "tracking_number": .string(package.tracking?.number ?? ""),
            "shipping_provider_id": .string(package.tracking?.provider.id ?? ""),
            "shipping_provider_name": .string(package.tracking?.provider.name ?? ""),
            "create_time": .int(package.created.seconds), "update_time": .int(package.updated.seconds),
        ]
    }
}
