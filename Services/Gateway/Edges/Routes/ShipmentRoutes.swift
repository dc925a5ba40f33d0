import Contracts
import HTTPTypes
import Schemas

/// Parcels.
enum ShipmentRoutes {
    /// What is sent with what a person does.
    struct Reason: Codable, Sendable {
        /// What the person says, at most 200 characters.
        var reason: String?
    }

    /// What is sent to correct a parcel's number.
    struct Tracking: Codable, Sendable {
        /// Who carries it, such as `usps`.
        var carrier: String
        /// The carrier's tracking number.
        var tracking: String
    }

    static let routes = [list, one, label, tracking] + ShipmentAct.Act.allCases.map(act)

    private static let list = Route(
        .get, "/v1/shipments", "listShipments", "Shipments, newest first.", .needs(.shipmentsRead),
        query: [
            Query.order, Query.shipmentState, Query.needsPerson, Query.shop, Query.search, Query.cursor, Query.limit,
        ],
        gives: .json(ShipmentList.Reply.self, "One page.")
    ) { call in
        let question = ShipmentList(
            order: try call.value(Query.order), state: try call.value(Query.shipmentState),
            needsPerson: try call.value(Query.needsPerson), shop: try call.value(Query.shop),
            search: try call.value(Query.search), cursor: try call.value(Query.cursor),
            limit: try call.value(Query.limit))
        return try await call.relay(question)
    }

    private static let one = Route(
        .get, "/v1/shipments/{shipment}", "getShipment", "A shipment with its log.", .needs(.shipmentsRead),
        gives: .json(ShipmentGet.Reply.self, "What is known.")
    ) { call in
        try await call.relay(ShipmentGet(shipment: try call.id("shipment")))
    }

    private static let label = Route(
        .get, "/v1/shipments/{shipment}/label", "getLabel", "The label, ready to print.", .needs(.shipmentsRead),
        query: [Query.package],
        gives: .bytes(
            "application/pdf", "The file, as the carrier or the channel made it.",
            or: ["image/png", "application/zpl", "text/plain", "application/octet-stream"]),
        also: [.conflict]
    ) { call in
        let shipment: ShipmentID = try call.id("shipment")
        let reply = try await call.ask(LabelGet(shipment: shipment, package: try call.value(Query.package)))
        if let file = reply.file { return labelAnswer(file, shipment) }
        guard let name = reply.channelFile else {
            throw Problem(.conflict, code: "noLabel", "there is no label yet", field: "/shipment")
        }
        return labelAnswer(try await call.ask(ChannelLabelGet(file: name)), shipment)
    }

    private static func labelAnswer(_ file: StoredFile, _ shipment: ShipmentID) -> Answer {
        // A kind that a browser would run must not come from here, whatever a partner called it.
        let kinds = ["application/pdf": "pdf", "image/png": "png", "application/zpl": "zpl", "text/plain": "txt"]
        let ending = kinds[file.mediaType]
        var answer = Answer.bytes(file.bytes, media: ending == nil ? "application/octet-stream" : file.mediaType)
        answer.headers[.contentDisposition] = "inline; filename=\"label-\(shipment).\(ending ?? "bin")\""
        return answer
    }

    private static let tracking = Route(
        .put, "/v1/shipments/{shipment}/tracking", "fixTracking", "Corrects the carrier and the number.",
        .needs(.shipmentsWrite), details: "The channel is told as well.", body: Tracking.self,
        example: ["carrier": "usps", "tracking": "9400111899223344556677"],
        gives: .json(ShipmentRecord.self, "As it stands now.")
    ) { call in
        let body = try call.body(Tracking.self)
        let question = ShipmentTrackingFix(
            shipment: try call.id("shipment"), carrier: body.carrier, tracking: body.tracking)
        return try await call.relay(question)
    }

    private static func act(_ act: ShipmentAct.Act) -> Route {
        let summary =
            switch act {
            case .pause: "Stops it here until it is released."
            case .release: "Lets it go on."
            case .confirm: "Sends it although it is above a limit of the settings, or a part of the order has left."
            case .retry: "Tries again what failed, or an address as it is although the channel hides parts of it."
            case .void: "Does not use its label; the refund is asked for."
            }
        return Route(
            .post, "/v1/shipments/{shipment}/\(act.rawValue)", "\(act.rawValue)Shipment", summary,
            .needs(.shipmentsWrite), details: "Refused with 409 where the state of the shipment does not allow it.",
            body: Reason.self, example: ["reason": "the buyer called"], isBodyOptional: true,
            gives: .json(ShipmentRecord.self, "As it stands now.")
        ) { call in
            let reason = try call.body(Reason.self).reason
            return try .json(
                try await call.ask(ShipmentAct(shipment: try call.id("shipment"), act: act, reason: reason)))
        }
    }
}
