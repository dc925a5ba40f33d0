import AMQP
import Contracts
import Foundation
import Logging
import Messaging
import Postgres
import TestKit
import Testing

/// What is planted, and how: in what goes well and in what goes wrong.
struct Planting: Sendable {
    let brand: Brand
    private var house: House { brand.house }

    /// Settings with secrets in them, for services that tell their traces to a collector.
    static func settings(_ collector: RecordingServer) -> [String: [String: String]] {
        var services = House.traced(to: collector)
        let header = (Planted.secrets["a header for the collector"] ?? "").replacing(" ", with: "%20")
        for name in services.keys { services[name]?["OTEL_EXPORTER_OTLP_HEADERS"] = "authorization=\(header)" }
        services["gateway"]?["GATEWAY_SESSION_KEY"] = Planted.secrets["the session key"]
        services["ingestion"]?["INGESTION_PSEUDONYM_KEY"] = Planted.secrets["what pseudonyms are made with"]
        return services
    }

    // MARK: What goes well

    /// An order whose buyer tells all of it.
    func sell() async throws -> String {
        let words = Planted.buyer
        let address = [
            "first_name": words["the buyer's first name"], "last_name": words["the buyer's last name"],
            "phone": words["the buyer's phone"].map { "+1 " + $0 }, "line1": words["the buyer's street"],
            "line2": words["the buyer's flat"],
        ].compactMapValues(\.self)
        let wish: [String: Any] = [
            "lines": [["sku": Brand.code, "units": 1]], "shipping": "SELLER", "address": address,
            "message": words["the buyer's note"] ?? "", "plan": ["pays_after_seconds": 1],
        ]
        let body = String(decoding: try JSONSerialization.data(withJSONObject: wish), as: UTF8.self)
        let placed = try await house.sandbox.create("/shops/\(brand.sandboxShop)/orders", body)
        return try #require(placed["orders"].list.first?["id"].text)
    }

    /// An order of an outside producer, and two of its messages that cannot be read.
    func submit(_ tenant: String) async throws -> String {
        let (user, order) = ("planter-\(UUID().uuidString.prefix(8))", "OUTSIDE-1")
        try await house.database.run(
            "INSERT INTO ingestion.producers (tenant_id, user_name) VALUES (\(tenant)::uuid, \(user))")
        let good = submitted(order)
        var wrong = submitted("OUTSIDE-2")
        wrong.lines[0].units.open = -1
        let words = Planted.stranger.values.sorted().joined(separator: ", ")
        let bodies = [
            Array(try JSONEncoder().encode(good)), Array(try JSONEncoder().encode(wrong)),
            Array(#"{"channelOrder": 1, "buyer": "\#(words)"}"#.utf8),
        ]
        try await house.plan.virtualHost.withProducer(user, exchange: "shop.webhooks", keys: "^in\\.\(user)\\.") {
            url in
            try await publish(
                bodies.map { body in
                    Publication(
                        exchange: "shop.webhooks", routingKey: "in.\(user).order",
                        properties: MessageProperties(
                            contentType: "application/json", messageID: UUID().uuidString,
                            type: OrderSubmitted.name.rawValue, userID: user),
                        body: body)
                }, at: url)
        }
        try await eventually(within: Brand.patience, "the outside order is there, and its recipient") {
            try await house.database.first(
                """
                SELECT count(*) FROM ingestion.orders AS o JOIN ingestion.recipients AS r ON r.order_id = o.id
                WHERE o.channel_order = \(order) AND r.sealed IS NOT NULL
                """, as: Int.self) == 1
        }
        return order
    }

    private func submitted(_ order: String) -> OrderSubmitted {
        let words = Planted.stranger
        let line = OrderLine(
            channelSKU: "S-1", channelProduct: "P-1", sellerSKU: "STRANGE", title: "Tumbler",
            units: OrderLine.Units(open: 2), isGift: false, original: 4980, sellerDiscount: 400, platformDiscount: 0,
            tax: 0)
        let now = Instant(Date())
        return OrderSubmitted(
            channelShop: brand.sandboxShop, channelOrder: order, status: .awaitingShipment, placedAt: now,
            updatedAt: now, currency: .usd, buyer: words["the stranger's id"], lines: [line],
            recipient: .init(
                fullName: words["the stranger's name"], phone: words["the stranger's phone"],
                addressLines: [words["the stranger's street"] ?? ""], city: "Austin", state: "TX", postalCode: "78701",
                region: "US"))
    }

    /// A person's session; answers what its cookie says.
    func visit() async throws -> String {
        let opened = try await house.gateway.post("/v1/session", #"{"key": "\#(brand.door.key ?? "")"}"#)
        let cookie = try #require(opened.cookie)
        let page = house.gateway.with(cookie: cookie)
        #expect(try await page.get("/v1/session").status == 200)
        #expect(try await page.with(cookie: cookie + "AAAA").get("/v1/session").status == 401)
        return String(cookie.drop { $0 != "=" }.dropFirst())
    }

    // MARK: What goes wrong

    /// The carrier partner repeats the address in its errors: in one that passes, and in one that ends the attempt.
    func echo() async throws {
        let words = Planted.buyer
        let name = [words["the buyer's first name"], words["the buyer's last name"]].compactMap(\.self)
        let said = """
            No carrier goes to \(name.joined(separator: " ")), \(words["the buyer's street"] ?? ""), \
            \((words["the buyer's flat"] ?? "").uppercased()), phone \(words["the buyer's phone"] ?? "")
            """
        for (endpoint, status) in [("address.create", 500), ("transaction.create", 400)] {
            _ = try await house.sandbox.create(
                "/faults",
                """
                {"partner": "shippo", "endpoint": "\(endpoint)", "kind": "error", "status": \(status), "times": 1,
                 "message": "\(said)"}
                """)
        }
        let order = try await sell()
        var shipment = JSONValue.null
        try await eventually(within: Brand.patience, "the carrier has refused the parcel") {
            shipment = try await brand.order(order)["shipments"].list.first?["shipment"] ?? .null
            return shipment["waitsFor"].text == "carrier"
        }
        #expect(shipment["sentence"].text?.contains("No carrier goes to …") == true, "\(shipment)")
    }

    /// Bodies that cannot be read, from inside and outside, and calls that are refused.
    ///
    /// - Returns: All that was answered, and a key that was made under an idempotency key.
    func spoil(_ tenant: String) async throws -> (answers: [String], secret: String) {
        let words = Planted.buyer.values.sorted().joined(separator: ", ")
        let bodies = [#"{"fullName": "\#(words)", "version": "\#(words)"}"#, words, #"{"order": {"\#(words)": 1}}"#]
        let places = [
            ("shop.events", "shop.recipient.changed.v1", RecipientChanged.name),
            ("shop.webhooks", "gateway.tiktok.1", WebhookReceived.name),
            ("shop.webhooks", "gateway.shippo.track", WebhookReceived.name),
        ]
        try await publish(
            places.flatMap { exchange, key, name in
                bodies.map { body in
                    Publication(
                        exchange: exchange, routingKey: key,
                        properties: MessageProperties(
                            contentType: "application/json", messageID: UUID.v7().text, type: name.rawValue,
                            headers: [WireHeader.tenant: .string(tenant)]),
                        body: Array(body.utf8))
                }
            }, at: house.plan.broker)
        let answers = try await refusals(bodies, words)
        let made = try await brand.door.post(
            "/v1/keys", #"{"name": "planted", "scopes": ["orders:read"]}"#,
            idempotencyKey: "planted-2")
        #expect(made.status == 201, "\(made.body)")
        // Nine here, and two of the outside producer's.
        try await eventually(within: Brand.patience, "what cannot be read is filed") {
            let filed = try await house.database.first(
                "SELECT (SELECT count(*) FROM fulfillment.failures) + (SELECT count(*) FROM ingestion.failures)",
                as: Int.self)
            return (filed ?? 0) >= 11
        }
        return (answers, try #require(made.body["secret"].text))
    }

    /// What the gateway answers to calls that are wrong in every way.
    private func refusals(_ bodies: [String], _ words: String) async throws -> [String] {
        var answers: [Door.Answer] = []
        for path in ["/v1/stock/adjustments", "/webhooks/tiktok", "/webhooks/shippo?token=\(words.count)"] {
            answers.append(try await brand.door.post(path, bodies[0], idempotencyKey: "planted-1"))
        }
        for path in ["/v1/stock/adjustments", "/v1/keys", "/v1/settings", "/v1/session"] {
            for body in bodies { answers.append(try await brand.door.post(path, body, idempotencyKey: "planted-3")) }
        }
        let escaped = words.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        for path in [
            "/v1/orders/\(escaped)", "/v1/shipments/\(escaped)", "/v1/orders?cursor=\(escaped)",
            "/v1/orders?status=\(escaped)", "/v1/failures?service=\(escaped)", "/v1/stock?limit=\(escaped)",
            "/\(escaped)", "/api/tiktokshop/callback?code=\(escaped)&state=b.\(escaped)",
            "/api/tiktokshop/callback?code=\(escaped)&state=\(escaped)",
        ] {
            answers.append(try await brand.door.get(path))
        }
        answers.append(try await house.gateway.with(key: "shop_" + words).get("/v1/orders"))
        answers.append(try await brand.door.post("/v1/keys", "{}", idempotencyKey: String(repeating: words, count: 3)))
        for answer in answers { #expect((400..<500).contains(answer.status), "\(answer.status) \(answer.body)") }
        return answers.map { "\($0.body)" }
    }

    private func publish(_ publications: [Publication], at url: String) async throws {
        let publisher = try AMQPPublisher(AMQPConfiguration(url: url), logger: Logger(label: "test"))
        let result = await outcome { try await publisher.publish(publications, deadline: .seconds(60)) }
        await publisher.close(within: .seconds(5))
        #expect(try result.get().allSatisfy { $0 == .confirmed })
    }

    // MARK: All of it

    /// Everything that must not be found, with what was only made while it ran.
    func texts(_ order: String) async throws -> Planted {
        var texts = Planted.buyer.merging(Planted.stranger).merging(Planted.secrets)
        texts["the buyer's mail"] = try await house.sandbox.read("/orders/\(order)")["buyer_email"].text
        texts["an API key"] = brand.door.key
        texts["an app's secret"] = house.plan.platform.appSecret
        texts["a token of Shippo's"] = house.plan.platform.shippoToken
        texts["a token in an address"] = HousePlan.shippoWebhookToken
        #expect(texts["the buyer's mail"] != nil && texts["an API key"] != nil)
        for service in House.everything where service != "sandbox" {
            let settings = try house.plan.settings(service)
            for (name, value) in settings where name.hasSuffix("_KEYS") {
                let key = String(value.drop { $0 != ":" }.dropFirst())
                texts["\(name) in base64"] = key
                texts[name] = Data(base64Encoded: key).map { String(decoding: $0, as: UTF8.self) }
            }
            for name in ["AMQP_URL", "DATABASE_URL"] {
                guard let url = settings[name] else { continue }
                texts["the password of \(name) of \(service)"] = try #require(URLComponents(string: url)?.password)
            }
        }
        #expect(texts.count > 30, "\(texts.keys.sorted())")
        return Planted(texts: texts)
    }
}
