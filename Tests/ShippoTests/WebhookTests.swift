import Foundation
import Outbound
import Shippo
import Testing

struct WebhookTests {
    private let hmac = WebhookHMAC(secret: Credential("invented_shippo_hmac_secret_77"))
    private let field = "t=1767225600,v1=3b35df23bd6912c32b4fdce81216eddad43795d41607aa49c12dfeb53f0f941a"
    private let body = Array(
        (#"{"event":"track_updated","test":true,"data":{"carrier":"usps","tracking_number":"9205590164917312751089","#
            + #""tracking_status":{"status":"TRANSIT","status_details":"Arrived","status_date":"2026-01-01T00:00:00Z"},"#
            + #""tracking_history":[],"messages":[],"transaction":null}}"#).utf8)

    @Test("Signs as the vector says")
    func sign() {
        #expect(hmac.sign(body, at: now) == field)
        #expect(hmac.header == "Shippo-Auth-Signature")
        #expect(WebhookHMAC(secret: Credential("s"), header: "Shippo-Signature").header == "Shippo-Signature")
    }

    @Test(
        "Takes the signature within 300 seconds either way",
        arguments: [(-300, true), (0, true), (300, true), (-301, false), (301, false)])
    func tolerance(seconds: Double, isTaken: Bool) {
        #expect(hmac.verify(field, body: body, now: now + seconds) == isTaken)
    }

    @Test("Takes any of several signatures, with spaces between")
    func several() {
        let two = field.replacingOccurrences(of: ",v1=", with: ", v1=00, v1=")
        #expect(hmac.verify(two, body: body, now: now))
    }

    @Test(
        "Refuses what is no signature of the body",
        arguments: [
            nil, "", "t=1767225600", "v1=3b35df23bd6912c32b4fdce81216eddad43795d41607aa49c12dfeb53f0f941a",
            "t=x,v1=3b35df23bd6912c32b4fdce81216eddad43795d41607aa49c12dfeb53f0f941a",
            "t=1767225601,v1=3b35df23bd6912c32b4fdce81216eddad43795d41607aa49c12dfeb53f0f941a",
            "t=1767225600,v1=zz", "t=99999999999999999999,v1=00", "t=-9223372036854775808,v1=00",
        ] as [String?])
    func wrong(field: String?) {
        #expect(!hmac.verify(field, body: body, now: now))
    }

    @Test("Refuses a changed body and an empty secret")
    func changed() {
        #expect(!hmac.verify(field, body: body + [0x20], now: now))
        let unset = WebhookHMAC(secret: Credential(""))
        #expect(!unset.verify(unset.sign(body, at: now), body: body, now: now))
    }

    @Test(
        "The token in the address must be the very one",
        arguments: [("t0ken", true), ("t0ke", false), ("t0kenn", false), ("", false), ("T0KEN", false)])
    func tokens(given: String, isTaken: Bool) {
        #expect(WebhookToken(Credential("t0ken")).verify(given) == isTaken)
    }

    @Test("Without a token nothing is taken", arguments: [nil, "", "x"] as [String?])
    func noToken(given: String?) {
        #expect(!WebhookToken(Credential("")).verify(given))
    }

    @Test("A track says where the parcel is")
    func track() throws {
        let event = try #require(WebhookEvent(body))
        #expect(event.kind == .trackUpdated)
        #expect(event.isTest)
        guard case .track(let track) = event.subject else {
            Issue.record("no track: \(event.subject)")
            return
        }
        #expect(track.trackingNumber == "9205590164917312751089")
        #expect(track.status?.status == .transit)
        #expect(track.status?.date == "2026-01-01T00:00:00Z")
    }

    @Test("A repeat is the same and later news is not")
    func identity() throws {
        let first = try #require(WebhookEvent(body))
        let later = String(decoding: body, as: UTF8.self).replacingOccurrences(of: "2026-01-01", with: "2026-01-02")
        #expect(first.identity == WebhookEvent(body)?.identity)
        #expect(first.identity != WebhookEvent(Array(later.utf8))?.identity)
    }

    @Test("A purchase, a batch, and what is not known")
    func subjects() throws {
        let purchase = WebhookEvent(
            Array(#"{"event":"transaction_updated","data":{"object_id":"tx","status":"SUCCESS"}}"#.utf8))
        guard case .transaction(let transaction) = try #require(purchase).subject else {
            Issue.record("no transaction")
            return
        }
        #expect(transaction.status == .success)
        let batch = WebhookEvent(Array(#"{"event":"batch_created","data":"batch 1 created"}"#.utf8))
        #expect(batch?.subject == .text("batch 1 created"))
        #expect(WebhookEvent(Array(#"{"event":"new_kind","data":[1]}"#.utf8))?.subject == .unknown)
    }

    @Test("Before 2018-02-08 a track came as a transaction: the fields decide")
    func oldTrack() throws {
        let event = WebhookEvent(Array(#"{"event":"track_updated","data":{"object_id":"tx","rate":"r"}}"#.utf8))
        guard case .transaction = try #require(event).subject else {
            Issue.record("no transaction")
            return
        }
    }

    @Test("What is no webhook is none", arguments: ["", "{", "[]", "{}", #"{"event":{}}"#, #"{"event":""}"#])
    func garbage(text: String) {
        #expect(WebhookEvent(Array(text.utf8)) == nil)
    }
}
