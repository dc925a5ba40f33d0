import Foundation
import Outbound
import Testing

@testable import TikTokShop

struct ErrorTests {
    @Test(
        "Numbers have their meanings, whatever the HTTP status",
        arguments: [
            (36_009_002, TikTokShopError.Kind.throttled), (45_101_004, .dailyQuota), (36_009_003, .transient),
            (36_009_007, .transient), (25_001_028, .transient), (105_001, .deauthorized), (105_002, .tokenExpired),
            (105_005, .scopeMissing), (36_004_004, .authCodeInvalid), (106_001, .badSignature),
            (106_013, .configuration), (101_000, .configuration), (36_009_009, .configuration),
            (36_009_014, .configuration), (36_009_033, .configuration), (98_001_004, .invalidRequest),
            (21_011_044, .onHold), (21_011_007, .afterSalePending), (21_008_044, .afterSalePending),
            (21_011_006, .alreadyShipped), (21_011_020, .alreadyShipped), (21_011_040, .alreadyShipped),
            (21_008_099, .alreadyShipped), (21_011_041, .orderCancelled), (21_008_106, .wrongShipCall),
            (21_008_025, .fulfilledByTikTok), (21_011_022, .trackingRefused), (21_011_025, .trackingRefused),
            (21_034_012, .trackingRefused), (21_004_015, .trackingRefused), (11_028_006, .trackingRefused),
            (21_011_049, .trackingNotEditable), (21_011_051, .trackingNotEditable), (11_034_037, .documentNotReady),
            (25_001_011, .alreadyCancelled), (25_001_045, .notCancellable), (12_052_180, .tooManyResults),
            (12_052_024, .business), (99_999_999, .business),
        ])
    func numbers(code: Int, kind: TikTokShopError.Kind) throws {
        for status in [200, 400, 401] {
            let error = try #require(
                failure(status: status, body: #"{"code":\#(code),"message":"m","request_id":"r"}"#))
            #expect(error.kind == kind)
            #expect(error.code == code)
            #expect(error.requestID == "r")
        }
    }

    /// The sentences of the vendor's keyword index for 36009004.
    @Test(
        "36009004 is told by its words",
        arguments: [
            (
                "Missing credentials. The request does not include a required signature in the query.",
                TikTokShopError.Kind.badSignature
            ),
            ("Invalid timestamp. The value of the `timestamp` query parameter must not be lesser than 0.", .clockSkew),
            ("Invalid timestamp. It must not be earlier than 5 minutes before the current time.", .clockSkew),
            ("Invalid credentials. The `access_token` header is invalid.", .tokenInvalid),
            ("Invalid credentials. The `x-tts-access-token` header is invalid.", .tokenInvalid),
            ("Invalid credentials. Invalid `app_key` query parameter.", .configuration),
            (
                "Unexpected identifier. The `shop_cipher` query parameter is not required for this request.",
                .configuration
            ),
            ("Invalid identifier. The `shop_id` query parameter is invalid.", .configuration),
            ("Invalid API version. The `version` value is invalid or unsupported.", .configuration),
            ("Something nobody has seen", .invalidRequest), ("", .invalidRequest),
        ])
    func overloaded(message: String, kind: TikTokShopError.Kind) throws {
        let body = #"{"code":36009004,"message":"\#(message)"}"#
        #expect(failure(status: 400, body: body)?.kind == kind)
    }

    @Test(
        "Without an envelope the HTTP status decides",
        arguments: [
            (429, TikTokShopError.Kind.throttled), (500, .transient), (502, .transient), (503, .transient),
            (401, .transient), (404, .business), (200, .malformedAnswer),
        ])
    func noEnvelope(status: Int, kind: TikTokShopError.Kind) {
        for body in ["<html>Bad Gateway</html>", "", "[]", #"{"message":"no code"}"#] {
            #expect(failure(status: status, body: body)?.kind == kind)
        }
    }

    @Test("A throttle carries the wait that was asked for")
    func wait() throws {
        let body = #"{"code":36009002,"message":"slow down"}"#
        let error = try #require(failure(status: 429, body: body, headers: ["Retry-After": "7"]))
        #expect(error.retryAfter == .seconds(7))
        #expect(error.advice == .again(after: .seconds(7)))
    }

    @Test("Data beside an error may have any shape")
    func dataOfErrors() {
        #expect(failure(status: 200, body: #"{"code":105002,"data":"gone"}"#)?.kind == .tokenExpired)
    }

    @Test("An answer of the wrong shape names the field")
    func malformed() {
        let error = failure(status: 200, body: #"{"code":0,"data":{"orders":"none"}}"#)
        #expect(error?.kind == .malformedAnswer)
        #expect(error?.message == "HTTP 200, the answer data.orders: has the wrong kind of value")
    }

    @Test("What was read may simply be read again; what changes something must be looked at first")
    func advice() {
        let kinds: [TikTokShopError.Kind] = [.transient, .outcomeUnknown]
        for kind in kinds {
            #expect(TikTokShopError(kind: kind, endpoint: .searchOrders, message: "").advice == .again(after: nil))
            #expect(TikTokShopError(kind: kind, endpoint: .markShipped, message: "").advice == .readFirst)
        }
        #expect(TikTokShopError(kind: .alreadyShipped, endpoint: .markShipped, message: "").advice == .readFirst)
        #expect(TikTokShopError(kind: .tokenExpired, endpoint: .getOrders, message: "").advice == .refreshToken)
        #expect(TikTokShopError(kind: .tokenInvalid, endpoint: .getOrders, message: "").advice == .refreshToken)
        #expect(TikTokShopError(kind: .scopeMissing, endpoint: .getOrders, message: "").advice == .authorizeAgain)
        #expect(TikTokShopError(kind: .dailyQuota, endpoint: .getOrders, message: "").advice == .tomorrow)
        #expect(TikTokShopError(kind: .wrongShipCall, endpoint: .shipPackage, message: "").advice == .giveUp)
    }

    @Test(
        "A call without an answer is unknown only if it was sent and changes something",
        arguments: [
            (
                OutboundError.Kind.unreachable, false, TikTokShopError.Kind.unreachable,
                TikTokShopError.Advice.again(after: nil)
            ),
            (.overloaded, false, .unreachable, .again(after: nil)), (.tls, false, .unreachable, .again(after: nil)),
            (.timedOut, false, .unreachable, .again(after: nil)), (.timedOut, true, .outcomeUnknown, .readFirst),
            (.interrupted, true, .outcomeUnknown, .readFirst), (.tooLarge, true, .outcomeUnknown, .readFirst),
            (.cancelled, true, .outcomeUnknown, .readFirst), (.cancelled, false, .cancelled, .again(after: nil)),
            (.invalidRequest, false, .invalidRequest, .giveUp),
        ])
    func noAnswer(
        outbound: OutboundError.Kind, written: Bool, kind: TikTokShopError.Kind, advice: TikTokShopError.Advice
    ) {
        let cause = OutboundError(outbound, host: "h", detail: "d", requestWritten: written)
        let error = TikTokShopError(cause, .markShipped)
        #expect(error.kind == kind)
        #expect(error.advice == advice)
        #expect(error.requestWritten == written)
    }

    @Test("A description bounds what the channel wrote")
    func description() {
        let message = String(repeating: "x", count: 10_000)
        let error = TikTokShopError(
            kind: .business, endpoint: .getOrders, code: 1, message: message, requestID: message)
        #expect(error.description.count < 500)
    }

    private func failure(status: Int, body: String, headers: Outbound.HTTPHeaders = [:]) -> TikTokShopError? {
        let response = Outbound.HTTPResponse(status: status, headers: headers, body: Array(body.utf8))
        do throws(TikTokShopError) {
            _ = try AnswerReader(endpoint: .searchOrders, now: Fixture.now).read(response, as: Page<Order>.self)
            return nil
        } catch {
            return error
        }
    }
}
