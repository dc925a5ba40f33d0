/// How Shippo signs webhooks: `t=<unix seconds>,v1=<hex HMAC-SHA256 over "t.body">`.
enum ShippoSignature {
    static func header(_ body: [UInt8], secret: String, at moment: Moment) -> String {
        let time = String(moment.seconds)
        return "t=\(time),v1=\(Secret.hmac(Array(time.utf8) + [UInt8(ascii: ".")] + body, key: secret))"
    }
}
