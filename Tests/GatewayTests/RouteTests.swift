import Contracts
import Foundation
import Messaging
import Testing

@testable import Gateway

/// What each route asks which service, and how the answer comes back.
@Suite(.timeLimit(.minutes(4)))
struct RouteTests {
    private static let id = GatewayWorld.uuid(1).text
    private static let id2 = GatewayWorld.uuid(2).text
    private static let tenant = GatewayWorld.tenant.description

    /// A route, what is sent, and the question that must come of it: name and body. `*` is any value.
    struct Case: Sendable, CustomTestStringConvertible {
        let method: String
        let target: String
        let body: String?
        let name: String
        let question: String
        let status: Int

        init(
            _ method: String, _ target: String, _ body: String? = nil, asks name: MessageName, _ question: String,
            status: Int = 200
        ) {
            self.method = method
            self.target = target
            self.body = body
            self.name = name.rawValue
            self.question = question
            self.status = status
        }

        var testDescription: String { "\(method) \(target)" }
    }

    static let cases: [Case] = [
        Case(
            "GET", "/v1/orders?shop=\(id)&status=awaitingShipment&search=57&from=2026-01-01T00:00:00Z&cursor=c&limit=7",
            asks: OrderList.name,
            #"{"shop":"\#(id)","status":"awaitingShipment","search":"57","from":"2026-01-01T00:00:00.000Z","cursor":"c","limit":7}"#
        ),
        Case("POST", "/v1/orders/576/cancel", nil, asks: OrderCancel.name, #"{"order":"576"}"#),
        Case(
            "POST", "/v1/orders/576/cancel", #"{"reason":"r"}"#, asks: OrderCancel.name,
            #"{"order":"576","reason":"r"}"#),
        Case("GET", "/v1/stock?low=true&search=TEA", asks: StockList.name, #"{"isLow":true,"search":"TEA"}"#),
        Case("GET", "/v1/stock/history?sku=\(id)&limit=200", asks: StockHistory.name, #"{"sku":"\#(id)","limit":200}"#),
        Case(
            "GET", "/v1/stock/holds?sku=\(id)&location=\(id2)&cursor=c&limit=3", asks: HoldList.name,
            #"{"sku":"\#(id)","location":"\#(id2)","cursor":"c","limit":3}"#),
        Case(
            "PUT", "/v1/stock/\(id)/settings", #"{"threshold":null,"buffer":5}"#, asks: StockSettingsPut.name,
            #"{"sku":"\#(id)","buffer":5}"#),
        Case("GET", "/v1/stock/waiting?shop=\(id)", asks: WaitingList.name, #"{"shop":"\#(id)"}"#),
        Case("GET", "/v1/stock/listings?unmapped=true", asks: ListingList.name, #"{"isUnmapped":true}"#),
        Case(
            "GET", "/v1/shipments?state=waiting&needsPerson=true", asks: ShipmentList.name,
            #"{"state":"waiting","needsPerson":true}"#),
        Case("GET", "/v1/shipments/\(id)", asks: ShipmentGet.name, #"{"shipment":"\#(id)"}"#),
        Case(
            "POST", "/v1/shipments/\(id)/pause", #"{"reason":"r"}"#, asks: ShipmentAct.name,
            #"{"shipment":"\#(id)","act":"pause","reason":"r"}"#),
        Case("POST", "/v1/shipments/\(id)/void", asks: ShipmentAct.name, #"{"shipment":"\#(id)","act":"void"}"#),
        Case(
            "PUT", "/v1/shipments/\(id)/tracking", #"{"carrier":"usps","tracking":"94"}"#,
            asks: ShipmentTrackingFix.name, #"{"shipment":"\#(id)","carrier":"usps","tracking":"94"}"#),
        Case("GET", "/v1/returns?kind=returnAndRefund", asks: ReturnList.name, #"{"kind":"returnAndRefund"}"#),
        Case("GET", "/v1/analytics/summary?window=7d", asks: SummaryGet.name, #"{"window":"7d"}"#),
        Case("GET", "/v1/analytics/summary", asks: SummaryGet.name, #"{"window":"today"}"#),
        Case("GET", "/v1/credit/score", asks: ScoreGet.name, "{}"),
        Case("GET", "/v1/credit/score?consent=\(id)", asks: ScoreGet.name, #"{"consent":"\#(id)"}"#),
        Case("GET", "/v1/credit/history?days=30", asks: ScoreHistory.name, #"{"days":30}"#),
        Case(
            "POST", "/v1/credit/simulate", #"{"changes":[{"what":"returnRate","value":"0.03"}]}"#,
            asks: ScoreSimulate.name, #"{"changes":[{"what":"returnRate","value":"0.03"}]}"#),
        Case("GET", "/v1/credit/consents", asks: ConsentList.name, "{}"),
        Case("POST", "/v1/credit/consents/\(id)/revoke", asks: ConsentRevoke.name, #"{"consent":"\#(id)"}"#),
        Case("GET", "/v1/credit/reads?limit=3", asks: CreditReadList.name, #"{"limit":3}"#),
        Case("GET", "/v1/credit/disputes", asks: DisputeList.name, "{}"),
        Case(
            "POST", "/v1/credit/disputes", #"{"account":"\#(id)","datum":"returns","words":"w"}"#,
            asks: DisputeOpen.name, #"{"account":"\#(id)","datum":"returns","words":"w"}"#, status: 201),
        Case("POST", "/v1/credit/disputes/\(id)/withdraw", asks: DisputeWithdraw.name, #"{"dispute":"\#(id)"}"#),
        Case("GET", "/v1/credit/platforms", asks: PlatformList.name, "{}"),
        Case("GET", "/v1/credit/documents", asks: DocumentList.name, "{}"),
        Case(
            "POST", "/v1/credit/documents", #"{"market":"US","document":"identity"}"#, asks: DocumentDeclare.name,
            #"{"market":"US","document":"identity"}"#),
        Case("GET", "/v1/credit/links", asks: LinkList.name, "{}"),
        Case("POST", "/v1/credit/links/\(id)/accept", asks: LinkAccept.name, #"{"link":"\#(id)"}"#),
        Case("POST", "/v1/credit/links/\(id)/end", asks: LinkEnd.name, #"{"link":"\#(id)"}"#),
        Case("DELETE", "/v1/credit", asks: CreditDelete.name, "{}"),
        Case(
            "POST", "/v1/subjects?tenant=\(GatewayWorld.brand)", #"{"name":"Ada"}"#, asks: SubjectCreate.name,
            #"{"name":"Ada"}"#, status: 201),
        Case(
            "POST", "/v1/subjects/\(id)/links?tenant=\(GatewayWorld.brand)",
            #"{"account":"\#(id2)","kind":"seller"}"#, asks: LinkOffer.name,
            #"{"subject":"\#(id)","account":"\#(id2)","kind":"seller"}"#, status: 201),
        Case("GET", "/v1/subjects/links?tenant=\(GatewayWorld.brand)", asks: LinkList.name, "{}"),
        Case(
            "POST", "/v1/subjects/links/\(id)/end?tenant=\(GatewayWorld.brand)", asks: LinkEnd.name,
            #"{"link":"\#(id)"}"#),
        Case("GET", "/v1/connections", asks: ConnectionList.name, "{}"),
        Case(
            "POST", "/v1/connections/begin?tenant=\(GatewayWorld.brand)", #"{"market":"us"}"#,
            asks: ConnectionBegin.name, #"{"market":"us"}"#),
        Case("GET", "/v1/faults?subject=order&limit=2", asks: FaultList.name, #"{"limit":2,"subject":"order"}"#),
        Case(
            "PUT", "/v1/connections/\(id)/settings", #"{"zone":"Asia/Tokyo"}"#, asks: ConnectionSet.name,
            #"{"shop":"\#(id)","zone":"Asia/Tokyo"}"#),
        Case("DELETE", "/v1/connections/\(id)", asks: ConnectionEnd.name, #"{"shop":"\#(id)"}"#),
        Case(
            "POST", "/v1/connections/begin?tenant=\(GatewayWorld.brand)", #"{"app":"credit","holder":"creator"}"#,
            asks: ConnectionBegin.name, #"{"market":"row","app":"credit","holder":"creator"}"#),
        Case("GET", "/v1/read-grants", asks: ReadGrantList.name, "{}"),
        Case("DELETE", "/v1/read-grants/\(id)", asks: ReadGrantEnd.name, #"{"account":"\#(id)"}"#),
        Case("GET", "/v1/tenants", asks: TenantList.name, "{}"),
        Case("POST", "/v1/tenants", #"{"name":"Tea"}"#, asks: TenantCreate.name, #"{"name":"Tea"}"#, status: 201),
        Case("GET", "/v1/settings", asks: SettingsGet.name, #"{"tenant":"\#(tenant)"}"#),
        Case("GET", "/v1/keys", asks: KeyList.name, #"{"tenant":"\#(tenant)"}"#),
        Case(
            "POST", "/v1/keys", #"{"name":"n","scopes":["stock:read"]}"#, asks: KeyCreate.name,
            #"{"tenant":"\#(tenant)","name":"n","scopes":["stock:read"]}"#, status: 201),
        Case(
            "POST", "/v1/keys/\(id)/rotate", #"{"overlapHours":1}"#, asks: KeyRotate.name,
            #"{"key":"\#(id)","overlapHours":1}"#, status: 201),
        Case("POST", "/v1/keys/\(id)/revoke", asks: KeyRevoke.name, #"{"key":"\#(id)"}"#),
        Case("GET", "/v1/actions?action=labelBought", asks: ActionList.name, #"{"action":"labelBought"}"#),
    ]

    @Test("every route asks its service what was sent, as the caller, and gives the answer back")
    func everyRouteAsks() async throws {
        try await GatewayWorld.lend { world async throws in
            world.services.answerSamples()
            for one in Self.cases {
                let before = world.services.asked.count
                let reply = try await world.ask(one.method, one.target, body: one.body)
                #expect(reply.status == one.status, "\(one.testDescription): \(reply.text)")
                let asked = world.services.asked[before...].filter { $0.name == one.name }
                let question = try #require(asked.first, "\(one.testDescription)")
                #expect(
                    try Self.same(question.body, one.question),
                    "\(one.testDescription): \(String(decoding: question.body, as: UTF8.self))")
                #expect(question.actor == "shop_live")
                let tenant = one.target.contains("tenant=") ? GatewayWorld.brand.description : Self.tenant
                #expect(question.tenants.contains(tenant))
                #expect(question.traceparent?.count == 55)
                #expect(reply.header("x-request-id")?.isEmpty == false)
            }
        }
    }

    @Test("lists that are told whole are pages too, without a next one")
    func wholeLists() async throws {
        try await GatewayWorld.lend { world async throws in
            world.services.answerSamples()
            for name in ["tenants", "keys", "connections"] {
                let reply = try await world.ask("GET", "/v1/\(name)")
                let page = try #require(try JSONSerialization.jsonObject(with: Data(reply.text.utf8)) as? [String: Any])
                #expect((page[name] as? [[String: Any]])?.count == 1, "\(name)")
                #expect(page["next"] == nil, "\(name)")
            }
        }
    }

    private static func same(_ body: Data, _ expected: String) throws -> Bool {
        let found = try JSONSerialization.jsonObject(with: body) as? NSDictionary
        return found == (try JSONSerialization.jsonObject(with: Data(expected.utf8)) as? NSDictionary)
    }

    @Test("people's wishes about stock carry what was sent")
    func peopleWishesAbout() async throws {
        try await GatewayWorld.lend(up: ["accounts", "inventory"]) { world async throws in
            world.services.answerSamples()
            let (sku, location) = (SKUID(GatewayWorld.uuid(1)), LocationID(GatewayWorld.uuid(2)))
            let level = #""sku":"\#(sku)","location":"\#(location)","units":-3,"reason":"broken""#
            #expect(try await world.ask("POST", "/v1/stock/adjustments", body: "{\(level)}").status == 201)
            let adjust = try #require(try world.services.asked(StockAdjust.self).first)
            #expect(adjust.sku == sku && adjust.location == location && adjust.units == -3)
            #expect(adjust.reason == "broken")
            #expect(try await world.ask("POST", "/v1/stock/adjustments/\(Self.id)/undo").status == 200)
            #expect(try world.services.asked(StockUndo.self).first?.move.uuid == GatewayWorld.uuid(1))
            #expect(try await world.ask("POST", "/v1/stock/holds", body: "{\(level)}").status == 201)
            #expect(try world.services.asked(StockHold.self).first?.units == -3, "Inventory refuses it, not we")
            #expect(try await world.ask("DELETE", "/v1/stock/holds/\(Self.id)").status == 200)
            #expect(try world.services.asked(StockUnhold.self).first?.hold.uuid == GatewayWorld.uuid(1))
            let parts = #"{"parts":[{"sku":"\#(sku)","units":2},{"code":"LAMP","units":1}]}"#
            #expect(try await world.ask("PUT", "/v1/stock/listings/\(Self.id2)/a%2Fb", body: parts).status == 200)
            let map = try #require(try world.services.asked(ListingMap.self).first)
            #expect(map.channelSKU == "a/b" && map.parts == [.init(sku: sku, units: 2), .init(code: "LAMP", units: 1)])
            let lines = #"{"lines":[{"channelSKU":"1","restocked":1,"scrapped":0}]}"#
            #expect(try await world.ask("POST", "/v1/returns/\(Self.id2)/403/inspection", body: lines).status == 200)
            #expect(try world.services.asked(ReturnInspect.self).first?.channelReturn == "403")
        }
    }

    @Test("an Idempotency-Key goes along with writes, for this caller and this route alone")
    func idempotencyKeyGoes() async throws {
        try await GatewayWorld.lend(up: ["accounts", "ingestion"]) { world async throws in
            world.services.answerSamples()
            for order in ["1", "2"] {
                _ = try await world.ask("POST", "/v1/orders/\(order)/cancel", headers: ["Idempotency-Key": "k1"])
            }
            _ = try await world.ask("GET", "/v1/connections", headers: ["Idempotency-Key": "k1"])
            let cancels = world.services.asked.filter { $0.name == OrderCancel.name.rawValue }
            let expected = "\(GatewayWorld.keyID) cancelOrder k1"
            #expect(cancels.map(\.idempotencyKey) == [expected, expected], "the service compares what was sent")
            #expect(world.services.asked.last?.idempotencyKey == nil)
            world.services.on(OrderCancel.self) { _ in
                throw Refusal(
                    .conflict, code: "idempotencyKeyReused", "used for another request", field: "Idempotency-Key")
            }
            let reply = try await world.ask("POST", "/v1/orders/3/cancel", headers: ["Idempotency-Key": "k1"])
            #expect(reply.status == 409)
            #expect(try reply.problem().code == "idempotencyKeyReused")
            let long = try await world.ask(
                "POST", "/v1/orders/3/cancel", headers: ["Idempotency-Key": String(repeating: "k", count: 151)])
            #expect(try long.problem().field == "Idempotency-Key")
        }
    }

    @Test("a caller can narrow to one of its brands, and to no other's")
    func callerNarrowBrands() async throws {
        try await GatewayWorld.lend(up: ["accounts", "inventory", "ingestion"]) { world async throws in
            world.services.answerSamples()
            _ = try await world.ask("GET", "/v1/stock")
            #expect(world.services.asked.last?.tenants == [Self.tenant, GatewayWorld.brand.description])
            _ = try await world.ask("GET", "/v1/stock?tenant=\(GatewayWorld.brand)")
            #expect(world.services.asked.last?.tenants == [GatewayWorld.brand.description])
            let other = try await world.ask("GET", "/v1/stock?tenant=\(Self.id)")
            #expect(other.status == 403)
            #expect(try other.problem().field == "/tenant")
            _ = try await world.ask("GET", "/v1/settings?tenant=\(GatewayWorld.brand)")
            #expect(try world.services.asked(SettingsGet.self).first?.tenant == GatewayWorld.brand)
        }
    }

    @Test("a label comes as the file it is, ours or the channel's")
    func labelComesFile() async throws {
        try await GatewayWorld.lend(up: ["accounts", "ingestion", "fulfillment"]) { world async throws in
            let pdf = Data("%PDF-1.4 label".utf8)
            world.services.on(LabelGet.self) { _ in
                LabelGet.Reply(file: StoredFile(mediaType: "application/pdf", bytes: pdf))
            }
            let own = try await world.ask("GET", "/v1/shipments/\(Self.id)/label")
            #expect(own.body == pdf)
            #expect(own.header("content-type") == "application/pdf")
            world.services.on(LabelGet.self) { LabelGet.Reply(channelFile: $0.package ?? "f1") }
            world.services.on(ChannelLabelGet.self) { question in
                StoredFile(mediaType: "text/html", bytes: Data("<script>\(question.file)".utf8))
            }
            let channel = try await world.ask("GET", "/v1/shipments/\(Self.id)/label")
            #expect(channel.text == "<script>f1")
            #expect(channel.header("content-type") == "application/octet-stream", "nothing that a browser would run")
            let other = try await world.ask("GET", "/v1/shipments/\(Self.id)/label?package=1154")
            #expect(other.text == "<script>1154", "one package of several has a label of its own")
        }
    }

    @Test("connecting sends the browser there and back, and shows a refusal's sentence")
    func connectingSendsBrowser() async throws {
        try await GatewayWorld.lend(up: ["accounts", "ingestion"]) { world async throws in
            world.services.on(ConnectionBegin.self) { question in
                ConnectionBegin.Reply(address: "https://services.example/\(question.market.rawValue)?state=s-1")
            }
            let away = try await world.ask("GET", "/api/tiktokshop/auth?market=us&tenant=\(GatewayWorld.brand)")
            #expect(away.status == 302)
            #expect(away.header("location")?.hasPrefix("https://services.example/us?state=b.") == true)
            #expect(world.services.asked.last?.tenants == [GatewayWorld.brand.description])
            #expect(try await world.ask("GET", "/api/tiktokshop/auth", key: nil).status == 401)
            let person = try await world.ask("GET", "/api/tiktokshop/auth", key: nil, headers: ["Accept": "text/html"])
            #expect(person.status == 401 && person.text.contains("<p id=\"sentence\">"))

            world.services.on(ConnectionFinish.self) { question in
                ConnectionFinish.Reply(tenant: GatewayWorld.tenant, shops: [])
            }
            let back = try await world.ask("GET", "/api/tiktokshop/callback?code=c&state=s%2B1&locale=en", key: nil)
            #expect(back.status == 302)
            #expect(back.header("location") == "/?tiktokshop_connected=true")
            let asked = try #require(world.services.asked.last)
            #expect(asked.tenants == [])
            #expect(try asked.decoded(ConnectionFinish.self).query == ["code": "c", "state": "s+1", "locale": "en"])

            world.services.on(ConnectionFinish.self) { _ in
                throw Refusal(.conflict, code: "refused", "No <active> shop & so on.")
            }
            let page = try await world.ask(
                "GET", "/api/tiktokshop/callback?code=c", key: nil, headers: ["Accept": "text/html"])
            #expect(page.status == 409)
            #expect(page.text.contains("No &lt;active&gt; shop &amp; so on."))
            let plain = try await world.ask("GET", "/api/tiktokshop/callback?code=c", key: nil)
            #expect(try plain.problem().detail == "No <active> shop & so on.")
        }
    }
}
