import TestKit
import Testing

@testable import Sandbox

/// Shippo's flows, as its API has them.
@Suite struct ShippoTests {
    static let from: JSON = [
        "name": "Dock", "street1": "1 Dock Street", "city": "Austin", "state": "TX", "zip": "78701", "country": "US",
    ]
    static let to: JSON = [
        "name": "Ana Demo", "street1": "12 Sample St", "city": "Chicago", "state": "IL", "zip": "60601",
        "country": "US",
    ]
    static let parcel: JSON = [
        "length": "10", "width": "8", "height": "4", "distance_unit": "in", "weight": "15.4", "mass_unit": "oz",
    ]

    static func shipment(_ live: LiveSandbox, to: JSON = to, parcel: JSON = parcel) async throws -> JSON {
        let body: JSON = ["address_from": from, "address_to": to, "parcels": [parcel], "async": false]
        let reply = try await live.shippo("POST", "/shipments", body)
        try #require(reply.status == 201)
        return reply.json
    }

    /// The cheapest rate of a plain shipment.
    static func rate(_ live: LiveSandbox, to: JSON = to) async throws -> String {
        let rates = try await shipment(live, to: to)["rates"]?.elements ?? []
        let cheapest = rates.first { $0["attributes"]?.elements.contains("CHEAPEST") == true }
        return try #require(cheapest?["object_id"]?.text)
    }

    static func buy(_ live: LiveSandbox, _ rate: String, more: JSON = [:]) async throws -> JSON {
        let body: JSON = ["rate": .string(rate), "async": false, "label_file_type": "PDF_4x6"]
        let reply = try await live.shippo("POST", "/transactions", body.adding(more))
        try #require(reply.status == 201)
        return reply.json
    }

    @Test("only known tokens open the account; unknown paths and methods have Shippo's words")
    func access() async throws {
        try await LiveSandbox.run { live in
            #expect(try await live.shippo("GET", "/addresses", token: "shippo_test_stranger").status == 401)
            #expect(try await live.send("GET", "/shippo/addresses").status == 401)
            #expect(try await live.shippo("GET", "/nowhere").json == ["detail": "Not found."])
            #expect(try await live.shippo("DELETE", "/transactions").status == 405)
            #expect(try await live.shippo("GET", "/transactions/x").status == 404)
            let broken = try await live.send(
                "POST", "/shippo/addresses", headers: [("authorization", "ShippoToken shippo_live_sandbox")],
                body: Array("{".utf8))
            #expect(broken.status == 400)
        }
    }

    @Test("addresses are validated when asked; missing fields are named")
    func addresses() async throws {
        try await LiveSandbox.run { live in
            let cases: [(JSON, Bool)] = [
                (Self.to, true),
                (["street1": "12 Sample St", "city": "Chicago", "state": "IL", "zip": "1", "country": "US"], false),
                (["street1": "1 Nowhere", "city": "Chicago", "zip": "60601", "country": "US"], false),
                (
                    ["street1": "12 Sample St", "city": "Chicago", "state": "TX", "zip": "60601", "country": "US"],
                    false
                ),
                (["street1": "12 High St", "city": "London", "zip": "E1 6AN", "country": "GB"], true),
            ]
            for (fields, isValid) in cases {
                let reply = try await live.shippo("POST", "/addresses", fields.adding(["validate": true]))
                #expect(reply.status == 201)
                #expect(reply.json["validation_results"]?["is_valid"]?.flag == isValid, "\(fields)")
                let again = try await live.shippo("GET", "/addresses/\(reply.json["object_id"]?.text ?? "")/validate")
                #expect(again.json["validation_results"]?["is_valid"]?.flag == isValid)
            }
            let nowhere = try await live.shippo("POST", "/addresses", ["street1": "1 A St"])
            #expect(nowhere.status == 400)
            #expect(nowhere.json == ["country": ["This field is required."]])
            let query =
                "address_line_1=1%20A%20St&city_locality=Austin&state_province=TX&postal_code=78701&country_code=US"
            let analysis = try await live.shippo("GET", "/v2/addresses/validate?" + query)
            #expect(analysis.json["analysis"]?["validation_result"]?["value"]?.text == "valid")
        }
    }

    @Test("a shipment has rates of several carriers with one cheapest and one fastest; a heavy one has none")
    func rates() async throws {
        try await LiveSandbox.run { live in
            let shipment = try await Self.shipment(live)
            let rates = shipment["rates"]?.elements ?? []
            #expect(shipment["status"]?.text == "SUCCESS")
            #expect(Set(rates.compactMap { $0["provider"]?.text }) == ["USPS", "UPS", "FedEx"])
            for mark in ["CHEAPEST", "FASTEST", "BESTVALUE"] {
                #expect(rates.count { $0["attributes"]?.elements.contains(.string(mark)) == true } == 1)
            }
            let one = try await live.shippo("GET", "/rates/\(rates[0]["object_id"]?.text ?? "")")
            #expect(one.json["amount"] == rates[0]["amount"])
            let heavy: JSON = [
                "length": "10", "width": "8", "height": "4", "distance_unit": "in", "weight": "500", "mass_unit": "kg",
            ]
            let none = try await Self.shipment(live, parcel: heavy)
            #expect(none["rates"] == [])
            #expect(none["messages"]?.elements.isEmpty == false)
            let incomplete = try await Self.shipment(live, to: ["country": "US"])
            #expect(incomplete["status"]?.text == "ERROR")
        }
    }

    @Test(
        "in every market a carrier that the marketplace lists for it offers to take a parcel within the country",
        arguments: Market.all.map(\.region))
    func localCarriers(region: String) throws {
        let market = try #require(Market.of(region))
        let services = Carriers.services(from: region, to: region)
        let listed = services.filter { market.carriers.contains($0.carrier) && $0.mostWeight >= 2 }
        #expect(!listed.isEmpty)
        #expect(Set(Carriers.all).isSuperset(of: services.map(\.carrier)))
        // In Germany the cheapest is one that the marketplace does not list; elsewhere nobody is led astray.
        let cheapest = services.min { $0.cents(kilograms: 0.1, zone: 1) < $1.cents(kilograms: 0.1, zone: 1) }
        #expect(market.carriers.contains(try #require(cheapest).carrier) == (region != "DE"))
    }

    @Test("a label has tracking, a PDF by URL, and one charge; the same rate again is charged again")
    func label() async throws {
        try await LiveSandbox.run { live in
            let rate = try await Self.rate(live)
            let label = try await Self.buy(live, rate, more: ["metadata": "parcel 1"])
            #expect(label["status"]?.text == "SUCCESS")
            #expect(label["created_by"] == .null)
            #expect(label["tracking_number"]?.text?.hasPrefix("9") == true)
            let url = String(label["label_url"]?.text?.dropFirst(live.base.count) ?? "")
            let file = try await live.send("GET", url)
            #expect(file.headers["content-type"] == "application/pdf")
            #expect(file.bytes.starts(with: Array("%PDF".utf8)))
            _ = try await Self.buy(live, rate)
            let books = try await live.admin("GET", "/labels")
            #expect(books["labels"]?.elements.map { $0["charges_minor"]?.elements.count } == [1, 1])
            let amounts = books["labels"]?.elements.compactMap { $0["charges_minor"]?[0]?.number } ?? []
            #expect(books["charged_minor"]?["USD"]?.number == amounts.reduce(0, +))
        }
    }

    @Test("a purchase fails inside a 201: expired rate, bad address, or the carrier's mood")
    func failures() async throws {
        try await LiveSandbox.run { live in
            let rate = try await Self.rate(live)
            let lost = try await Self.rate(live, to: Self.to.adding(["x": 1]))
            live.clock.move(.days(7) + .milliseconds(1))
            let expired = try await Self.buy(live, rate)
            #expect(expired["status"]?.text == "ERROR")
            #expect(expired["messages"]?[0]?["text"]?.text == "Rate has expired")
            #expect(expired["tracking_number"]?.text == "")
            #expect(try await Self.buy(live, lost)["status"]?.text == "ERROR")
            let bad: JSON = [
                "name": "X", "street1": "1 Nowhere", "city": "Chicago", "state": "IL", "zip": "60601", "country": "US",
            ]
            let unknown = try await Self.buy(live, try await Self.rate(live, to: bad))
            #expect(unknown["status"]?.text == "ERROR")
            _ = try await live.admin("POST", "/settings", ["shippo_failure_rate": 1])
            #expect(try await Self.buy(live, try await Self.rate(live))["status"]?.text == "ERROR")
            #expect(try await live.admin("GET", "/labels")["charged_minor"] == [:])
            let missing = try await live.shippo("POST", "/transactions", [:])
            #expect(missing.json == ["rate": ["This field is required."]])
            let format = try await live.shippo("POST", "/transactions", ["rate": "x", "label_file_type": "PNG"])
            #expect(format.status == 400)
        }
    }

    @Test("a purchase that does not wait is queued first")
    func queued() async throws {
        try await LiveSandbox.run { live in
            let queued = try await Self.buy(live, try await Self.rate(live), more: [:])
            #expect(queued["status"]?.text == "SUCCESS")
            let body: JSON = ["rate": .string(try await Self.rate(live))]
            let waiting = try await live.shippo("POST", "/transactions", body).json
            #expect(waiting["status"]?.text == "QUEUED")
            #expect(waiting["label_url"]?.text == "")
            live.clock.move(.seconds(1))
            let done = try await live.shippo("GET", "/transactions/\(waiting["object_id"]?.text ?? "")").json
            #expect(done["status"]?.text == "SUCCESS")
        }
    }

    @Test("transactions are listed newest first, page by page, and filtered by rate and status")
    func lists() async throws {
        try await LiveSandbox.run { live in
            let rate = try await Self.rate(live)
            var ids: [String?] = []
            for _ in 0..<5 { ids.append(try await Self.buy(live, rate)["object_id"]?.text) }
            let first = try await live.shippo("GET", "/transactions?results=3").json
            #expect(first["results"]?.elements.map { $0["object_id"]?.text } == Array(ids.reversed().prefix(3)))
            #expect(first["previous"] == .null)
            let next = String(try #require(first["next"]?.text).dropFirst((live.base + "/shippo").count))
            let second = try await live.shippo("GET", next).json
            #expect(second["results"]?.elements.map { $0["object_id"]?.text } == Array(ids.reversed().suffix(2)))
            #expect(second["next"] == .null)
            let none = try await live.shippo("GET", "/transactions?rate=other").json
            #expect(none["results"] == [])
            #expect(
                try await live.shippo("GET", "/transactions?object_status=SUCCESS").json["results"]?.elements.count == 5
            )
            #expect(try await live.shippo("GET", "/transactions?results=1000000000").status == 404)
            let test = try await live.shippo("GET", "/transactions", token: "shippo_test_sandbox").json
            #expect(test["results"] == [])
        }
    }

    @Test("a label that was not used is refunded after two days, and its parcel never moves")
    func refund() async throws {
        try await LiveSandbox.run { live in
            let label = try await Self.buy(live, try await Self.rate(live))
            let id = label["object_id"]?.text ?? ""
            let refund = try await live.shippo("POST", "/refunds", ["transaction": .string(id)])
            #expect(refund.status == 201)
            #expect(refund.json["status"]?.text == "PENDING")
            #expect(try await live.shippo("GET", "/transactions/\(id)").json["status"]?.text == "REFUNDPENDING")
            let twice = try await live.shippo("POST", "/refunds", ["transaction": .string(id)])
            #expect(twice.json["status"]?.text == "ERROR")
            live.clock.move(.days(2))
            #expect(
                try await live.shippo("GET", "/refunds/\(refund.json["object_id"]?.text ?? "")").json["status"]
                    == "SUCCESS")
            #expect(try await live.shippo("GET", "/transactions/\(id)").json["status"]?.text == "REFUNDED")
            #expect(try await live.admin("GET", "/labels")["charged_minor"]?["USD"]?.number == 0)
            live.clock.move(.days(10))
            #expect(try await live.shippo("GET", "/transactions/\(id)").json["tracking_status"]?.text == "PRE_TRANSIT")
            #expect(try await live.shippo("GET", "/refunds/").json["results"]?.elements.count == 2)
        }
    }

    @Test("a parcel is picked up within 20 hours and delivered in the service's days; then it is too late for a refund")
    func track() async throws {
        try await LiveSandbox.run { live in
            let label = try await Self.buy(live, try await Self.rate(live))
            let number = label["tracking_number"]?.text ?? ""
            let status = {
                try await live.shippo("GET", "/tracks/usps/\(number)").json["tracking_status"]?["status"]?.text
            }
            #expect(try await status() == "PRE_TRANSIT")
            live.clock.move(.hours(20))
            #expect(try await status() == "TRANSIT")
            let late = try await live.shippo("POST", "/refunds", ["transaction": label["object_id"] ?? .null])
            #expect(late.json["status"]?.text == "ERROR")
            live.clock.move(.days(4))
            #expect(try await status() == "DELIVERED")
            let track = try await live.shippo("GET", "/tracks/usps/\(number)").json
            #expect(
                track["tracking_history"]?.elements.map { $0["status"]?.text }
                    == ["PRE_TRANSIT", "TRANSIT", "TRANSIT", "DELIVERED"])
            #expect(track["transaction"] == label["object_id"])
        }
    }

    @Test("a label that no order's parcel bears is not scanned, however long it lies there, and can be given back")
    func unused() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop()
            _ = try await live.order(shop, to: "AWAITING_SHIPMENT")
            let label = try await Self.buy(live, try await Self.rate(live))
            let id = label["object_id"]?.text ?? ""
            live.clock.move(.days(10))
            #expect(try await live.shippo("GET", "/transactions/\(id)").json["tracking_status"]?.text == "PRE_TRANSIT")
            let refund = try await live.shippo("POST", "/refunds", ["transaction": .string(id)])
            #expect(refund.json["status"]?.text == "PENDING")
        }
    }

    @Test("numbers of the test carrier stand for a status, unknown ones for none")
    func testNumbers() async throws {
        try await LiveSandbox.run { live in
            for status in ["TRANSIT", "DELIVERED", "FAILURE"] {
                let wish: JSON = ["carrier": "shippo", "tracking_number": .string("SHIPPO_\(status)")]
                let reply = try await live.shippo("POST", "/tracks", wish)
                #expect(reply.status == 200)
                #expect(reply.json["tracking_status"]?["status"]?.text == status)
            }
            let unknown = try await live.shippo("GET", "/tracks/usps/92000000")
            #expect(unknown.status == 200)
            #expect(unknown.json["tracking_status"] == .null)
        }
    }

    @Test("the carrier's scans move the marketplace's parcel that bears the same number")
    func coupling() async throws {
        try await LiveSandbox.run { live in
            let shop = try await live.openShop()
            let client = try await live.connect(shop)
            let id = try await live.order(shop, to: "AWAITING_SHIPMENT")
            let label = try await Self.buy(live, try await Self.rate(live))
            let usps = shop["delivery_options"]?[0]?["providers"]?.elements.first { $0["name"]?.text == "USPS" }
            let marked = try await client.call(
                "POST", "/fulfillment/202309/orders/\(id)/packages", [],
                ["tracking_number": label["tracking_number"] ?? .null, "shipping_provider_id": usps?["id"] ?? .null])
            #expect(marked.code == 0)
            let status = { try await live.admin("GET", "/orders/\(id)")["status"]?.text }
            #expect(try await status() == "AWAITING_COLLECTION")
            live.clock.move(.hours(20))
            #expect(try await status() == "IN_TRANSIT")
            live.clock.move(.days(4))
            #expect(try await status() == "DELIVERED")
        }
    }

    @Test("webhooks are registered, changed and deleted; their bodies have no id, their signature is optional")
    func hooks() async throws {
        var settings = Settings.test
        settings.shippo.webhookSecret = "hook secret"
        let sink = WebhookSink()
        try await sink.listen { [settings] url in
            try await LiveSandbox.run(settings) { live in
                let wish: JSON = ["url": .string(url + "?token=t"), "event": "all", "active": true]
                let hook = try await live.shippo("POST", "/webhooks", wish)
                #expect(hook.status == 201)
                let label = try await Self.buy(live, try await Self.rate(live))
                try await eventually("the label and its track are told") { sink.messages.count == 2 }
                let message = try #require(sink.messages.first { $0.json["event"] == "transaction_created" })
                #expect(message.json["data"]?["object_id"] == label["object_id"])
                #expect(message.json["test"]?.flag == false)
                let time = live.clock.now.seconds
                let sign = Secret.hmac(Array("\(time).".utf8) + message.bytes, key: "hook secret")
                #expect(message.headers["shippo-auth-signature"] == "t=\(time),v1=\(sign)")
                let path = "/webhooks/\(hook.json["object_id"]?.text ?? "")"
                let quiet: JSON = ["url": .string(url), "event": "all", "active": false]
                #expect(try await live.shippo("PUT", path, quiet).json["active"]?.flag == false)
                _ = try await Self.buy(live, try await Self.rate(live))
                #expect(try await live.admin("GET", "/webhooks")["sent"]?.number == 2)
                #expect(try await live.shippo("GET", "/webhooks").json["results"]?.elements.count == 1)
                #expect(try await live.shippo("DELETE", path).status == 204)
                #expect(try await live.shippo("GET", path).status == 404)
                let wrong: JSON = ["url": .string(url), "event": "everything"]
                #expect(try await live.shippo("POST", "/webhooks", wrong).status == 400)
            }
        }
    }

    @Test("limits are per minute, by the sort of call and of token")
    func limits() async throws {
        var settings = Settings.test
        settings.shippo.limitFactor = 1
        try await LiveSandbox.run(settings) { live async throws in
            // Lists: 10 a minute with a test token, 50 with a live one; single objects 400.
            let token = "shippo_test_sandbox"
            for _ in 0..<10 { #expect(try await live.shippo("GET", "/addresses", token: token).status == 200) }
            #expect(try await live.shippo("GET", "/addresses", token: token).status == 429)
            #expect(try await live.shippo("GET", "/addresses").status == 200)
            #expect(try await live.shippo("GET", "/addresses/x", token: token).status == 404)
            live.clock.move(.seconds(6))
            #expect(try await live.shippo("GET", "/addresses", token: token).status == 200)
        }
    }
}
