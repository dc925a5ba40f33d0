import Foundation
import Outbound
import Testing

@testable import Shippo

/// Answers and what they mean.
struct AnswerTests {
    @Test("Rates come with the shipment")
    func rates() throws {
        let shipment = try read(
            #"""
            {"object_id":"shp_inv1","status":"SUCCESS","rates":[{"object_id":"rt_inv1","amount":"6.07","currency":"USD",
            "amount_local":"6.07","currency_local":"USD","provider":"USPS",
            "servicelevel":{"name":"Ground Advantage","token":"usps_ground_advantage"},"estimated_days":3,
            "attributes":["CHEAPEST"],"carrier_account":"ca_inv1","shipment":"shp_inv1"}],"messages":[]}
            """#, status: 201, as: Shipment.self)
        let rate = try #require(shipment.rates?.first)
        #expect(rate.amount == "6.07")
        #expect(rate.serviceLevel?.token == "usps_ground_advantage")
        #expect(rate.estimatedDays == 3)
        #expect(rate.attributes == ["CHEAPEST"])
    }

    @Test("Validation tells why nothing can be delivered")
    func validation() throws {
        let address = try read(
            #"""
            {"object_id":"adr","is_complete":true,"validation_results":{"is_valid":false,
            "messages":[{"source":"USPS","code":"Address Not Found","text":"unknown","type":"address_error"}]}}
            """#, status: 201, as: StoredAddress.self)
        #expect(address.isInvalid)
        #expect(address.validation?.messages?.first?.code == "Address Not Found")
    }

    @Test("An address that was not validated is not invalid", arguments: ["{}", #"{"validation_results":{}}"#])
    func notValidated(json: String) throws {
        #expect(!(try read(json, status: 201, as: StoredAddress.self).isInvalid))
    }

    @Test("A list tells whether there are more, and one bad element spoils only itself")
    func list() throws {
        let page = try read(
            #"{"next":"https://x/?page=2","previous":null,"results":[{"object_id":"a"},{"object_id":"b","metadata":{}}]}"#,
            as: ShippoPage<Transaction>.self)
        #expect(page.items.map(\.id) == ["a"])
        #expect(page.malformed.map(\.index) == [1])
        #expect(ListTransactions(page: 1).following(page)?.page == 2)
        let last = try read(#"{"next":null,"results":[]}"#, as: ShippoPage<Transaction>.self)
        #expect(ListTransactions(page: 2).following(last) == nil)
    }

    @Test("What does not say that nothing is there is no empty list", arguments: ["{}", "", #"{"results":null}"#])
    func noList(body: String) {
        #expect(throws: ShippoError.self) { try read(body, as: ShippoPage<Transaction>.self) }
    }

    @Test("What no database can keep does not come in")
    func zero() throws {
        let transaction = try read(
            #"{"object_id":"a","status":"ERROR","messages":[{"text":"no\u0000"}],"metadata":"\ud83d"}"#,
            as: Transaction.self)
        #expect(transaction.outcome == .failed(reason: "no\u{FFFD}") && transaction.metadata == "\u{FFFD}")
        #expect(failure(#"{"detail":"no\u0000"}"#, status: 400)?.message == "no\u{FFFD}")
        let event = WebhookEvent(Array(#"{"event":"batch_created","data":"b\u0000"}"#.utf8))
        #expect(event?.subject == .text("b\u{FFFD}"))
    }

    @Test(
        "A refusal has its meaning by its status",
        arguments: [
            (400, ShippoError.Kind.invalidRequest), (401, .unauthorized), (403, .unauthorized), (404, .notFound),
            (409, .throttled), (422, .invalidRequest), (429, .throttled), (500, .transient), (503, .transient),
            (410, .refused), (302, .refused),
        ])
    func refusals(status: Int, kind: ShippoError.Kind) {
        #expect(failure("{}", status: status)?.kind == kind)
    }

    @Test(
        "Complaints are read in whatever form they come",
        arguments: [
            (#"{"detail":"Not found."}"#, "Not found."),
            (#"{"rate":["This field is required."]}"#, "rate: This field is required."),
            (#"{"address_to":{"zip":["bad","worse"]},"a":["x"]}"#, "a: x; address_to.zip: bad; address_to.zip: worse"),
            (#"["one","two"]"#, "one; two"), (#""plain""#, "plain"), ("", "no reason given"),
            ("<html>", "no reason given"), ("{}", "no reason given"), ("7", "no reason given"),
        ])
    func complaints(body: String, text: String) {
        #expect(failure(body, status: 400)?.message == text)
    }

    @Test("A complaint is bounded")
    func longComplaint() throws {
        let long = String(repeating: "x", count: 100_000)
        let error = try #require(failure(#"{"detail":"\#(long)"}"#, status: 400))
        #expect(error.message.count == 500)
    }

    @Test("A throttle carries the wait that was asked for")
    func wait() {
        #expect(failure("{}", status: 429, headers: ["Retry-After": "5"])?.advice == .again(after: .seconds(5)))
    }

    @Test("A purchase that may have worked is looked for before it is repeated")
    func advice() {
        for kind in [ShippoError.Kind.outcomeUnknown, .transient, .malformedAnswer] {
            #expect(ShippoError(kind: kind, message: "", changesSomething: true).advice == .readFirst)
        }
        #expect(ShippoError(kind: .transient, message: "", changesSomething: false).advice == .again(after: nil))
        #expect(ShippoError(kind: .invalidRequest, message: "").advice == .giveUp)
    }

    @Test(
        "A call without an answer is unknown only if it was sent and makes something",
        arguments: [
            (OutboundError.Kind.unreachable, false, true, ShippoError.Kind.unreachable),
            (.timedOut, true, true, .outcomeUnknown), (.timedOut, false, true, .unreachable),
            (.interrupted, true, true, .outcomeUnknown), (.cancelled, true, true, .outcomeUnknown),
            (.cancelled, true, false, .cancelled), (.tooLarge, true, false, .malformedAnswer),
        ])
    func noAnswer(outbound: OutboundError.Kind, written: Bool, makes: Bool, kind: ShippoError.Kind) {
        let cause = OutboundError(outbound, host: "h", detail: "d", requestWritten: written)
        #expect(ShippoError(cause, changesSomething: makes).kind == kind)
    }

    @Test("An empty answer to a deletion is an answer")
    func deleted() throws {
        _ = try read("", status: 204, as: Nothing.self)
    }

    private func read<Reply: Decodable>(_ body: String, status: Int = 200, as type: Reply.Type) throws -> Reply {
        let response = Outbound.HTTPResponse(status: status, body: Array(body.utf8))
        return try ShippoAnswer(changesSomething: false, now: now).read(response, as: type)
    }

    private func failure(_ body: String, status: Int, headers: HTTPHeaders = [:]) -> ShippoError? {
        let response = Outbound.HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
        do throws(ShippoError) {
            _ = try ShippoAnswer(changesSomething: false, now: now).read(response, as: Transaction.self)
            return nil
        } catch {
            return error
        }
    }
}
