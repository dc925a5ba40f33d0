/// The table of contents: every call of Shippo that the sandbox answers.
enum ShippoEndpoints {
    static let all: [ShippoEndpoint] = addresses + labels + following

    private static let addresses: [ShippoEndpoint] = [
        .init("address.create", "POST", "/addresses", .write, 201, AddressAnswers.create),
        .init("address.list", "GET", "/addresses", .readList, 200, AddressAnswers.list),
        .init("address.get", "GET", "/addresses/{id}", .readOne, 200, AddressAnswers.get),
        .init("address.validate", "GET", "/addresses/{id}/validate", .readOne, 200, AddressAnswers.validate),
        .init("address.validate_v2", "GET", "/v2/addresses/validate", .readOne, 200, AddressAnswers.validateByQuery),
    ]

    private static let labels: [ShippoEndpoint] = [
        .init("shipment.create", "POST", "/shipments", .write, 201, ShipmentAnswers.create),
        .init("shipment.list", "GET", "/shipments", .readList, 200, ShipmentAnswers.list),
        .init("shipment.get", "GET", "/shipments/{id}", .readOne, 200, ShipmentAnswers.get),
        .init("shipment.rates", "GET", "/shipments/{id}/rates", .readList, 200, ShipmentAnswers.rates),
        .init("shipment.rates", "GET", "/shipments/{id}/rates/{id}", .readList, 200, ShipmentAnswers.rates),
        .init("rate.get", "GET", "/rates/{id}", .readOne, 200, ShipmentAnswers.rate),
        .init("transaction.create", "POST", "/transactions", .write, 201, LabelAnswers.create),
        .init("transaction.list", "GET", "/transactions", .readList, 200, LabelAnswers.list),
        .init("transaction.get", "GET", "/transactions/{id}", .readOne, 200, LabelAnswers.get),
        .init("refund.create", "POST", "/refunds", .write, 201, LabelAnswers.refund),
        .init("refund.list", "GET", "/refunds", .readList, 200, LabelAnswers.refunds),
        .init("refund.get", "GET", "/refunds/{id}", .readOne, 200, LabelAnswers.refundByID),
    ]

    private static let following: [ShippoEndpoint] = [
        .init("track.create", "POST", "/tracks", .trackWrite, 200, TrackAnswers.create),
        .init("track.get", "GET", "/tracks/{id}/{id}", .trackRead, 200, TrackAnswers.get),
        .init("webhook.create", "POST", "/webhooks", .write, 201, HookAnswers.create),
        .init("webhook.list", "GET", "/webhooks", .readList, 200, HookAnswers.list),
        .init("webhook.get", "GET", "/webhooks/{id}", .readOne, 200, HookAnswers.get),
        .init("webhook.update", "PUT", "/webhooks/{id}", .write, 200, HookAnswers.update),
        .init("webhook.delete", "DELETE", "/webhooks/{id}", .write, 204, HookAnswers.delete),
        .init("carrier_account.list", "GET", "/carrier_accounts", .readList, 200, ShipmentAnswers.carrierAccounts),
    ]
}
