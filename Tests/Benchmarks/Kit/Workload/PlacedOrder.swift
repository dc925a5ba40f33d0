/// One order of the workload: what the producer's document says of it.
package struct PlacedOrder: Sendable, Hashable {
    package struct Line: Sendable, Hashable {
        package let id: String
        package let sku: String
        package let product: String
        package let quantity: Int32
        /// Minor units for one piece.
        package let cents: Int64
    }

    package let tenant: String
    package let id: String
    /// Unix seconds.
    package let createdAt: Int64
    package let lines: [Line]
    package let buyer: Buyer

    /// Minor units for all pieces of all lines.
    package var cents: Int64 { lines.reduce(0) { $0 + Int64($1.quantity) * $1.cents } }
    package var units: Int64 { lines.reduce(0) { $0 + Int64($1.quantity) } }

    /// Pieces by SKU: two lines of one order can name the same.
    package var need: [String: Int32] {
        Dictionary(lines.map { ($0.sku, $0.quantity) }, uniquingKeysWith: +)
    }

    /// The document as the producer sends it, a good kilobyte of JSON with all that the stages do not need as well.
    package var document: [UInt8] {
        let total = Self.money(cents)
        let text = """
            {"id":"\(id)","shop_id":"\(tenant)","status":"AWAITING_SHIPMENT","create_time":\(createdAt),\
            "update_time":\(createdAt + 3),"buyer_email":"\(buyer.email)",\
            "fulfillment_type":"FULFILLMENT_BY_SELLER",\
            "line_items":[\(lines.map(Self.text).joined(separator: ","))],\
            "recipient_address":\(buyer.address),\
            "payment":{"currency":"GBP","total_amount":"\(total)","sub_total":"\(total)","shipping_fee":"0.00",\
            "tax":"0.00"}}
            """
        return Array(text.utf8)
    }

    private static func text(_ line: Line) -> String {
        """
        {"id":"\(line.id)","sku_id":"\(line.sku)","product_id":"\(line.product)",\
        "product_name":"Sérum of the sort \(line.product.suffix(4))","seller_sku":"SELLER-\(line.sku.suffix(6))",\
        "quantity":\(line.quantity),"sale_price":"\(money(line.cents))","original_price":"\(money(line.cents + 300))",\
        "currency":"GBP"}
        """
    }

    /// Minor units as a decimal with two places.
    static func money(_ cents: Int64) -> String {
        let pence = cents % 100
        return "\(cents / 100).\(pence < 10 ? "0" : "")\(pence)"
    }
}

/// Who has ordered. No name needs escapes in JSON; some are not ASCII.
package struct Buyer: Sendable, Hashable {
    package let name: String
    package let number: Int
    package let city: String
    package let postcode: String

    private static let names = ["Ana Brown", "Jörg Fischer", "Mei Ito", "Inès García", "Noor Khan", "Dan Hughes"]
    private static let cities = [("London", "SW1A 1AA"), ("Leeds", "LS1 4AP"), ("Glasgow", "G2 1DU")]

    init(using dice: inout some RandomNumberGenerator) {
        name = Self.names[Int.random(in: 0..<Self.names.count, using: &dice)]
        number = Int.random(in: 100_000...999_999, using: &dice)
        (city, postcode) = Self.cities[Int.random(in: 0..<Self.cities.count, using: &dice)]
    }

    package var email: String { "buyer\(number)@example.com" }

    package var address: String {
        let street = "\(number % 200 + 1) High Street"
        return """
            {"name":"\(name)","phone_number":"(+44)7700\(number)","full_address":"\(street), \(city), \(postcode)",\
            "address_line1":"\(street)","postal_code":"\(postcode)","region_code":"GB",\
            "district_info":[{"address_level":"L0","address_name":"United Kingdom"},\
            {"address_level":"L2","address_name":"\(city)"}]}
            """
    }
}
