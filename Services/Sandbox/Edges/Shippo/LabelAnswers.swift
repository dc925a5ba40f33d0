/// Buying labels and giving them back.
enum LabelAnswers {
    private struct Purchase: Decodable {
        var rate: String?
        var labelFileType: String?
        var metadata: String?
        var async: Bool?
        // Bought at once, without asking for rates first.
        var shipment: ShipmentAnswers.Wish?
        var servicelevelToken: String?
    }

    /// 201 whether the carrier sells or not: the status in the body tells.
    @Sendable static func create(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        let purchase = try call.body(Purchase.self)
        guard let format = Label.Format(purchase.labelFileType ?? "PDF_4x6") else {
            throw ShippoError.field("label_file_type", "\(purchase.labelFileType ?? "") is not a valid choice.")
        }
        guard (purchase.metadata?.count ?? 0) <= 100 else {
            throw ShippoError.field("metadata", "Ensure this field has no more than 100 characters.")
        }
        let rate = try rate(purchase, &world, call)
        let label = world.buyLabel(
            rateID: rate, format: format, metadata: purchase.metadata ?? "", isAsync: purchase.async ?? true,
            isTest: call.isTest)
        return world.shippo.json(label, publicURL: world.publicURL)
    }

    private static func rate(_ purchase: Purchase, _ world: inout World, _ call: ShippoCall) throws -> String {
        if let wish = purchase.shipment {
            let made = world.enterShipment(try world.shipment(wish, isTest: call.isTest), isAsync: false)
            let rates = made.rateIDs.compactMap { world.shippo.rates[$0] }
            guard let rate = rates.first(where: { $0.service.token == purchase.servicelevelToken }) else {
                throw ShippoError.field("servicelevel_token", "Not available for this shipment.")
            }
            return rate.id
        }
        guard let id = purchase.rate else { throw ShippoError.required("rate") }
        guard world.shippo.rates[id] != nil else {
            throw ShippoError.field("rate", "Rate with supplied object_id not found.")
        }
        return id
    }

    @Sendable static func list(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        let query = call.request.query
        let labels = world.shippo.labels.newestFirst.filter { label in
            label.isTest == call.isTest && (query["rate"].map { $0 == label.rateID } ?? true)
                && (query["object_status"].map { $0 == label.status.rawValue } ?? true)
                && (query["tracking_status"].map { $0 == world.shippo.trackStatus(of: label.trackingNumber)?.rawValue }
                    ?? true)
        }
        let (shippo, publicURL) = (world.shippo, world.publicURL)
        return try call.list(labels, publicURL: publicURL) { shippo.json($0, publicURL: publicURL) }
    }

    @Sendable static func get(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        guard let label = world.shippo.labels[call.ids[0]] else { throw ShippoError.notFound }
        return world.shippo.json(label, publicURL: world.publicURL)
    }

    private struct RefundWish: Decodable {
        let transaction: String
    }

    @Sendable static func refund(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        let id = try call.body(RefundWish.self).transaction
        guard world.shippo.labels[id] != nil else {
            throw ShippoError.field("transaction", "Transaction with supplied object_id not found.")
        }
        return ShippoBooks.json(world.refund(label: id, isTest: call.isTest))
    }

    @Sendable static func refunds(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        try call.list(world.shippo.refunds.newestFirst, publicURL: world.publicURL) { ShippoBooks.json($0) }
    }

    @Sendable static func refundByID(_ world: inout World, _ call: ShippoCall) throws -> JSON {
        guard let refund = world.shippo.refunds[call.ids[0]] else { throw ShippoError.notFound }
        return ShippoBooks.json(refund)
    }
}

extension ShippoBooks {
    /// `created_by` must be there, be it null: Shippo's own client stumbles without it.
    func json(_ label: Label, publicURL: String) -> JSON {
        let isBought = !label.trackingNumber.isEmpty
        let track = tracks[label.trackingNumber]
        return [
            "object_id": .string(label.id), "object_created": .string(label.created.iso8601),
            "object_updated": .string(label.updated.iso8601), "object_owner": .string(Self.owner),
            "object_state": "VALID", "status": .string(label.status.rawValue), "rate": .string(label.rateID),
            "tracking_number": .string(label.trackingNumber),
            "tracking_status": .string((track?.status ?? .unknown).rawValue),
            "tracking_url_provider": isBought ? .string("https://track.example/\(label.trackingNumber)") : "",
            "eta": track?.eta.map { .string($0.iso8601) } ?? .null,
            "label_file_type": .string(label.format.text),
            "label_url": isBought
                ? .string("\(publicURL)/shippo-labels/\(label.id).\(label.format.fileExtension)") : "",
            "commercial_invoice_url": .null, "qr_code_url": .null, "parcel": .optional(parcel(of: label)),
            "messages": .array(label.messages.map(\.json)), "metadata": .string(label.metadata), "created_by": .null,
            "test": .bool(label.isTest),
        ]
    }

    private func parcel(of label: Label) -> String? {
        rates[label.rateID].flatMap { shipments[$0.shipmentID]?.parcels.first?.id }
    }

    static func json(_ refund: LabelRefund) -> JSON {
        [
            "object_id": .string(refund.id), "object_created": .string(refund.created.iso8601),
            "object_updated": .string(refund.updated.iso8601), "object_owner": .string(owner),
            "status": .string(refund.status.rawValue), "transaction": .string(refund.labelID),
            "test": .bool(refund.isTest),
        ]
    }
}
