extension World {
    /// An order as the API shows it now.
    func json(_ order: Order) -> JSON {
        let heads: [JSON] = [
            Self.identity(order), Self.times(order), delivery(order), Self.flags(order),
            ["payment": Self.payment(order), "recipient_address": recipient(order), "line_items": lines(order)],
        ]
        return heads.dropFirst().reduce(heads[0]) { $0.adding($1) }
    }

    private static func identity(_ order: Order) -> JSON {
        [
            "id": .string(order.id), "status": .string(order.status.rawValue),
            "order_type": "NORMAL", "commerce_platform": "TIKTOK_SHOP",
            "user_id": .string(order.buyer.id), "buyer_email": .string(order.buyer.email),
            "buyer_message": .string(order.buyer.message), "seller_note": "",
            "payment_method_name": order.kind.isCashOnDelivery ? "Cash on delivery" : "Credit/debit card",
        ]
    }

    /// Unset times are left out.
    private static func times(_ order: Order) -> JSON {
        let times: [(String, Moment?)] = [
            ("create_time", order.created), ("paid_time", order.times.paid), ("update_time", order.updated),
            ("rts_time", order.times.shipped), ("collection_time", order.times.collected),
            ("delivery_time", order.times.delivered), ("cancel_time", order.times.cancelled),
            ("rts_sla_time", order.deadlines?.readyToShip), ("tts_sla_time", order.deadlines?.inTransit),
            ("cancel_order_sla_time", order.deadlines?.automaticCancel),
            ("shipping_due_time", order.deadlines?.automaticCancel),
        ]
        return .object(times.compactMap { name, moment in moment.map { .init(name: name, value: .int($0.seconds)) } })
    }

    private func delivery(_ order: Order) -> JSON {
        let packages = shownPackages(of: order)
        let tracking = packages.lazy.compactMap(\.tracking).first
        return [
            "fulfillment_type": order.kind.isFulfilledByTikTok ? "FULFILLMENT_BY_TIKTOK" : "FULFILLMENT_BY_SELLER",
            "shipping_type": .string(order.shipping.rawValue), "delivery_type": "HOME_DELIVERY",
            "delivery_option_id": .string(order.deliveryOption.id),
            "delivery_option_name": .string(order.deliveryOption.name), "warehouse_id": .string(order.warehouseID),
            "shipping_provider": .string(tracking?.provider.name ?? ""),
            "shipping_provider_id": .string(tracking?.provider.id ?? ""),
            "tracking_number": .string(tracking?.number ?? ""),
            "packages": .array(packages.map { ["id": .string($0.id)] }),
        ]
    }

    /// Packages that are waiting stay hidden where the market hides them.
    private func shownPackages(of order: Order) -> [Package] {
        order.packageIDs.compactMap { tiktok.packages[$0] }.filter { package in
            package.status != .cancelled && (package.shipped != nil || order.market.showsPackageBeforeShipping)
        }
    }

    private static func flags(_ order: Order) -> JSON {
        [
            "is_sample_order": .bool(order.kind.isSample), "is_refundable_sample": .bool(order.kind.isRefundableSample),
            "is_on_hold_order": .bool(order.isOnHoldOrder), "is_cod": .bool(order.kind.isCashOnDelivery),
            "is_buyer_request_cancel": .bool(order.pendingCancellation != nil),
            "is_replacement_order": .bool(order.kind.isReplacement),
            "is_exchange_order": .bool(order.kind.isExchange), "is_subscription_order": false,
            "has_updated_recipient_address": .bool(order.hasUpdatedAddress),
        ]
    }

    private static func payment(_ order: Order) -> JSON {
        let money = order.payment
        let text = { (minor: Int) in JSON.string(order.market.currency.text(minor)) }
        return [
            "currency": .string(order.market.currency.code),
            "original_total_product_price": text(money.originalTotal), "seller_discount": text(money.sellerDiscount),
            "platform_discount": text(money.platformDiscount), "sub_total": text(money.subTotal),
            "original_shipping_fee": text(money.originalShipping),
            "shipping_fee_seller_discount": text(money.shippingSellerDiscount),
            "shipping_fee_platform_discount": text(money.shippingPlatformDiscount),
            "shipping_fee_cofunded_discount": "0", "shipping_fee": text(money.shipping), "product_tax": text(money.tax),
            "shipping_fee_tax": "0", "tax": text(money.tax), "retail_delivery_fee": "0",
            "total_amount": text(money.total),
        ]
    }

    private func lines(_ order: Order) -> JSON {
        let shown = Set(shownPackages(of: order).map(\.id))
        return .array(
            order.lines.map { line in
                let package = line.packageID.flatMap { shown.contains($0) ? tiktok.packages[$0] : nil }
                return LineJSON(order: order, line: line, package: package).json
            })
    }
}
