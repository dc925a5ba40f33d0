import Contracts
import Foundation
import Testing

@testable import Ingestion

struct NotificationTests {
    @Test("a status webhook rings for its order")
    func order() throws {
        let notification = try read(
            #"{"type":1,"tts_notification_id":"73","shop_id":"749","timestamp":1,"data":{"order_id":"576","order_status":"CANCEL"}}"#
        )
        #expect(notification.id == "73")
        #expect(notification.kind == 1)
        #expect(notification.channelShop == "749")
        #expect(notification.bell == .orders(["576"]))
    }

    @Test(
        "what a webhook rings for",
        arguments: [
            (#"{"type":3,"data":{"order_id":"1"}}"#, Bell.orders(["1"])),
            (
                #"{"type":4,"data":{"package_list":[{"order_id_list":["1","2"]},{"order_id_list":["2","3"]}]}}"#,
                .orders(["1", "2", "3"])
            ),
            (#"{"type":5,"data":{"product_id":1729000000000000101}}"#, .products(["1729000000000000101"])),
            (#"{"type":6,"data":{"message":"gone"}}"#, .deauthorized),
            (#"{"type":7,"data":{"expiration_time":"1767225600"}}"#, .expiring(Instant(seconds: 1_767_225_600))),
            (#"{"type":11,"data":{"order_id":"1","cancel_id":"9"}}"#, .afterSales(order: "1")),
            (#"{"type":12,"data":{"order_id":"1","return_id":"9"}}"#, .afterSales(order: "1")),
            (#"{"type":64,"data":{}}"#, .afterSales(order: nil)),
            (#"{"type":67,"data":{"order_id":"4"}}"#, .afterSales(order: "4")),
            (#"{"type":16,"data":{"product_id":7}}"#, .products(["7"])),
            (#"{"type":71,"data":{"product_id":7,"sku_id":8}}"#, .products(["7"])),
            (#"{"type":18,"data":{"product_id":"7","current_category_id":"8"}}"#, .products(["7"])),
            (#"{"type":27,"data":{"product_id":"7","sku_id":"8"}}"#, .products(["7"])),
            (#"{"type":37,"data":{"product_id":7,"audit":{"status":"APPROVED"}}}"#, .products(["7"])),
            (#"{"type":42,"data":{"products":[{"id":"7"},{"id":"8"}]}}"#, .products(["7", "8"])),
            (#"{"type":50,"data":{"product_id":"7","skus":[{"sku_id":"8","status":"CREATED"}]}}"#, .products(["7"])),
            (#"{"type":5,"data":{}}"#, .products([])),
            (#"{"type":14,"data":{"content":"{}"}}"#, .nothing),
            (#"{"type":4711,"data":{"order_id":"5"}}"#, .orders(["5"])),
            (#"{"type":1}"#, .nothing), (#"{"type":1,"data":{"order_id":"a,b c"}}"#, .nothing),
        ])
    func bells(text: String, bell: Bell) throws {
        #expect(try read(text).bell == bell)
    }

    @Test("without a notification id the bytes tell repeats")
    func digest() throws {
        let first = try read(#"{"type":1,"data":{"order_id":"1"}}"#)
        #expect(first.id.hasPrefix("sha256:"))
        #expect(first.id == (try read(#"{"type":1,"data":{"order_id":"1"}}"#)).id)
        #expect(first.id != (try read(#"{"type":1,"data":{"order_id":"2"}}"#)).id)
    }

    @Test("what is no webhook says why")
    func faults() {
        let deep = #"{"type":"# + String(repeating: "[", count: 100_000)
        for text in ["", "{", "[]", #"{"shop_id":"1"}"#, deep] {
            #expect(throws: OrderFault.self) { try read(text) }
        }
        #expect(throws: OrderFault.self) { try Notification(Data([0x7B, 0xFF, 0xFE])) }
        #expect(throws: OrderFault("payload", "is larger than 1 MiB")) {
            try Notification(Data(repeating: 0x20, count: Notification.mostBytes + 1))
        }
    }

    private func read(_ text: String) throws -> Ingestion.Notification {
        try Notification(Data(text.utf8))
    }
}
