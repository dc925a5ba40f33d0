import Testing
import TikTokShop

/// What never goes over the wire.
struct CallProblemTests {
    @Test("What the channel would refuse is refused here by its field")
    func problems() {
        #expect(GetOrders(ids: []).problem == "ids: names no order")
        #expect(GetOrders(ids: Array(repeating: "1", count: 51)).problem == "ids: at most 50")
        #expect(GetOrders(ids: ["1,2"]).problem == "ids: an id is empty or contains a comma")
        #expect(
            MarkShipped(orderID: "1", trackingNumber: "1Z", providerID: "2").problem?.hasPrefix("tracking_number")
                == true)
        #expect(CancelOrder(orderID: "1", reason: "").problem == "cancel_reason: is empty")
        #expect(ApproveCancellation(cancelID: "1", idempotencyKey: "").problem?.hasPrefix("idempotency_key") == true)
        #expect(SubscribeWebhook(topic: .package, address: String(repeating: "a", count: 256)).problem != nil)
    }

    @Test("An id cannot lead to another path")
    func injection() {
        let error = #expect(throws: TikTokShopError.self) {
            try Fixture.request(GetProduct(id: "1/ship?x="))
        }
        #expect(error?.kind == .invalidRequest)
    }

    @Test(
        "Tracking numbers have 4 to 50 plain characters",
        arguments: [
            ("1ZDEMO0001", true), ("AB-1_2.3/4", true), ("1234", true), (String(repeating: "9", count: 50), true),
            ("123", false), (String(repeating: "9", count: 51), false), ("12 34", false), ("12#34", false),
            ("ÄÖÜß", false), ("", false),
        ])
    func trackingNumbers(number: String, isOne: Bool) {
        #expect((TrackingNumber.problem(number) == nil) == isOne)
    }
}
