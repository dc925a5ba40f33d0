import Foundation
import Outbound
import Testing

@testable import Shippo

/// What goes over the wire for each call.
struct RequestTests {
    private let client = ShippoClient(http: HTTPClient(), token: token)

    private func body<Call: ShippoCall>(_ call: Call) throws -> String {
        String(decoding: try client.request(call).body, as: UTF8.self)
    }

    @Test("Every call carries the token and the version")
    func fields() throws {
        let request = try client.request(GetTransaction(id: "tx_inv1"))
        #expect(request.url == "https://api.goshippo.com/transactions/tx_inv1")
        #expect(request.headers["Authorization"] == "ShippoToken shippo_test_invented")
        #expect(request.headers["SHIPPO-API-VERSION"] == "2018-02-08")
        #expect(request.headers["Content-Type"] == nil)
        #expect(!"\(request)".contains("shippo_test"))
    }

    @Test("A shipment asks for its rates at once")
    func shipment() throws {
        let parcel = Parcel(
            length: "10", width: "8", height: "4", distanceUnit: .inch, weight: "15.4", massUnit: .ounce)
        let call = CreateShipment(from: .id("adr_inv1"), to: .id("adr_inv2"), parcels: [parcel])
        let request = try client.request(call)
        #expect(request.method == .post)
        #expect(request.url == "https://api.goshippo.com/shipments")
        #expect(request.headers["Content-Type"] == "application/json")
        #expect(
            try body(call)
                == #"{"address_from":"adr_inv1","address_to":"adr_inv2","async":false,"parcels":"#
                + #"[{"distance_unit":"in","height":"4","length":"10","mass_unit":"oz","weight":"15.4","width":"8"}]}"#)
    }

    @Test("An address may stand in a shipment as it is")
    func inlineAddress() throws {
        var address = Address(country: "US")
        address.street1 = "12 Sample St"
        let parcel = Parcel(
            length: "1", width: "1", height: "1", distanceUnit: .centimetre, weight: "1", massUnit: .gram)
        let text = try body(CreateShipment(from: .address(address), to: .id("a"), parcels: [parcel]))
        #expect(text.hasPrefix(#"{"address_from":{"country":"US","street1":"12 Sample St"},"address_to":"a","#))
    }

    @Test("A label is bought at once and named by its attempt")
    func label() throws {
        #expect(
            try body(BuyLabel(rateID: "rt_inv1", metadata: "order A1001"))
                == #"{"async":false,"label_file_type":"PDF_4x6","metadata":"order A1001","rate":"rt_inv1"}"#)
    }

    @Test("An address is validated unless said otherwise")
    func address() throws {
        var address = Address(country: "US")
        address.zip = "78701"
        #expect(try body(CreateAddress(address)) == #"{"country":"US","validate":true,"zip":"78701"}"#)
        #expect(try body(CreateAddress(address, validate: false)).contains(#""validate":false"#))
    }

    @Test("Lists are asked for by page, refunds without a slash at the end")
    func lists() throws {
        #expect(
            try client.request(ListTransactions()).url == "https://api.goshippo.com/transactions?page=1&results=100")
        #expect(try client.request(ListTransactions(page: 0, size: 1000)).url.hasSuffix("?page=1&results=100"))
        #expect(try client.request(RequestRefund(transactionID: "tx")).url == "https://api.goshippo.com/refunds")
    }

    @Test("Tracks are asked for by carrier and number, escaped")
    func tracks() throws {
        #expect(
            try client.request(GetTrack(carrier: "usps", trackingNumber: "92/05?x")).url
                == "https://api.goshippo.com/tracks/usps/92%2F05%3Fx")
        #expect(
            try body(RegisterTrack(carrier: "usps", trackingNumber: "9205"))
                == #"{"carrier":"usps","tracking_number":"9205"}"#)
    }

    @Test("A webhook is made active, and ended by DELETE")
    func webhooks() throws {
        #expect(
            try body(CreateWebhook(event: .trackUpdated, url: "https://h.example/s?token=t", isTest: true))
                == #"{"active":true,"event":"track_updated","is_test":true,"url":"https://h.example/s?token=t"}"#)
        let request = try client.request(DeleteWebhook(id: "wh"))
        #expect(request.method == .delete)
        #expect(request.body.isEmpty)
    }

    @Test("What Shippo would refuse is refused here by its field")
    func problems() {
        #expect(BuyLabel(rateID: "", metadata: "m").problem == "rate: is empty")
        #expect(BuyLabel(rateID: "r", metadata: "").problem == "metadata: is empty")
        #expect(
            BuyLabel(rateID: "r", metadata: String(repeating: "m", count: 101)).problem
                == "metadata: at most 100 characters")
        #expect(CreateShipment(from: .id("a"), to: .id("b"), parcels: []).problem == "parcels: is empty")
        #expect(CreateAddress(Address(country: "")).problem == "country: is empty")
        #expect(GetTransaction(id: "").problem == "id: is empty")
        #expect(CreateWebhook(event: .all, url: String(repeating: "u", count: 200), isTest: false).problem != nil)
    }

    @Test(
        "A parcel has numbers above zero", arguments: ["", "0", "-1", "x", "nan", "inf"])
    func parcels(weight: String) {
        let parcel = Parcel(
            length: "1", width: "1", height: "1", distanceUnit: .centimetre, weight: weight, massUnit: .gram)
        #expect(
            CreateShipment(from: .id("a"), to: .id("b"), parcels: [parcel]).problem == "weight: is no number above zero"
        )
    }

    @Test(
        "Calls count against their budgets, per minute live and in tests",
        arguments: [
            (ShippoBudget.write, 500, 50), (.read, 4000, 400), (.list, 50, 10), (.trackWrite, 750, 50),
            (.trackRead, 500, 50),
        ])
    func budgets(budget: ShippoBudget, live: Int, test: Int) {
        #expect(budget.perMinute(isTest: false) == live)
        #expect(budget.perMinute(isTest: true) == test)
    }

    @Test("A token tells whether it is for tests")
    func isTest() {
        #expect(client.isTest)
        #expect(!ShippoClient(http: HTTPClient(), token: Credential("shippo_live_x")).isTest)
    }
}
