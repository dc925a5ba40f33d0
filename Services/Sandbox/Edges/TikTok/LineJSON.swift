/// One unit of an order on the wire.
struct LineJSON {
    let order: Order
    let line: Line
    /// The parcel it lies in, if that may be shown.
    let package: Package?

    var json: JSON {
        goods.adding(money).adding(parcel).adding(end)
    }

    private var goods: JSON {
        let own: JSON = [
            "id": .string(line.id), "product_id": .string(line.sku.productID),
            "product_name": .string(line.productTitle), "sku_id": .string(line.sku.id),
            "sku_name": .string(line.sku.name), "seller_sku": .string(line.sku.sellerSKU),
            "sku_image": .string("https://img.example.com/\(line.sku.id).jpg"),
            "display_status": .string(displayStatus), "is_gift": .bool(line.isGift), "is_dangerous_good": false,
        ]
        guard !line.sku.components.isEmpty else { return own }
        return own.adding([
            "combined_listing_skus": .array(
                line.sku.components.map { part in
                    [
                        "sku_id": .string(part.skuID), "sku_count": .int(part.units),
                        "product_id": .string(part.productID), "seller_sku": .string(part.sellerSKU),
                    ]
                })
        ])
    }

    /// Lines never show ON_HOLD: paid and held reads as awaiting shipment.
    private var displayStatus: String {
        if order.status == .unpaid, line.isOpen { return OrderStatus.unpaid.rawValue }
        return line.status.order.rawValue
    }

    private var money: JSON {
        let text = { (minor: Int) in JSON.string(order.market.currency.text(minor)) }
        let price = line.price
        let rate = order.market.taxRate
        let tax: JSON = [
            "tax_type": "SALES_TAX", "tax_amount": text(price.tax), "tax_rate": .string(Self.fraction(rate)),
        ]
        return [
            "currency": .string(order.market.currency.code), "original_price": text(price.original),
            "seller_discount": text(price.sellerDiscount), "platform_discount": text(price.platformDiscount),
            "sale_price": text(price.sale), "gift_retail_price": text(price.giftValue),
            "item_tax": rate > 0 ? [tax] : [],
        ]
    }

    /// Hundredths of a percent as a fraction: 825 is `0.0825`.
    private static func fraction(_ rate: Int) -> String {
        let digits = String(rate)
        return "0." + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private var parcel: JSON {
        [
            "package_id": .string(package?.id ?? ""), "package_status": .string(package?.status.rawValue ?? ""),
            "tracking_number": .string(package?.tracking?.number ?? ""),
            "shipping_provider_id": .string(package?.tracking?.provider.id ?? ""),
            "shipping_provider_name": .string(package?.tracking?.provider.name ?? ""),
            "rts_time": .int(package?.shipped?.seconds ?? 0),
        ]
    }

    private var end: JSON {
        ["cancel_reason": .string(line.cancelReason), "cancel_user": .string(line.cancelUser)]
    }
}
