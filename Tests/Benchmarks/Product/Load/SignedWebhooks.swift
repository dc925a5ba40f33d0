import Crypto
import Foundation

/// Webhooks of the channel about orders, signed with the app's secret.
struct SignedWebhooks: Sendable {
    let appKey: String
    let secret: String
    /// The channel's ids.
    let shop: String
    let orders: [String]

    /// A webhook with an id of its own.
    func body(_ number: Int, at seconds: Int) -> String {
        """
        {"type":1,"tts_notification_id":"\(8_000_000_000_000_000_000 + number)","shop_id":"\(shop)",\
        "timestamp":\(seconds),"data":{"order_id":"\(orders[number % orders.count])",\
        "order_status":"AWAITING_SHIPMENT","is_on_hold_order":false,"update_time":\(seconds)}}
        """
    }

    /// HMAC-SHA256 over key and body, in lower-case hexadecimal.
    func signature(_ body: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data((appKey + body).utf8), using: SymmetricKey(data: Data(secret.utf8)))
        return code.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// Writes so many, each on a line: signature, tab, body.
    func write(_ numbers: Range<Int>, at seconds: Int, to file: URL) throws {
        var text = ""
        for number in numbers {
            let body = body(number, at: seconds)
            text += "\(signature(body))\t\(body)\n"
        }
        try Data(text.utf8).write(to: file)
    }
}
