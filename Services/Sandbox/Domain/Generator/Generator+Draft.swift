extension Generator {
    /// The next order for a shop, given its SKUs from the most to the least wanted.
    mutating func draft(for shop: Shop, skus: [String], now: Moment) -> OrderDraft? {
        guard let first = choose(from: skus, now: now) else { return nil }
        var draft = OrderDraft(shopID: shop.id, items: [.init(skuID: first, units: units())])
        addMore(to: &draft, skus: skus, now: now)
        draft.kind = kind(shop)
        draft.shipping = shipping(shop, kind: draft.kind)
        draft.plan = plan(draft.kind)
        return draft
    }

    private mutating func addMore(to draft: inout OrderDraft, skus: [String], now: Moment) {
        while draft.items.count < 4, dice.happens(mix.severalSKUs), let next = choose(from: skus, now: now) {
            guard !draft.items.contains(where: { $0.skuID == next }) else { break }
            draft.items.append(.init(skuID: next, units: units()))
        }
        if dice.happens(mix.gift), let gift = skus.last {
            draft.items.append(.init(skuID: gift, units: 1, isGift: true))
        }
    }

    private mutating func units() -> Int {
        guard dice.happens(mix.severalUnits) else { return 1 }
        return dice.pick([(2, 0.7), (3, 0.2), (4, 0.06), (6, 0.04)]) ?? 2
    }

    private mutating func kind(_ shop: Shop) -> Order.Kind {
        let refundable = dice.happens(mix.refundableSample)
        let sample = dice.happens(mix.sample) || refundable
        return Order.Kind(
            isSample: sample, isRefundableSample: refundable,
            isFulfilledByTikTok: dice.happens(mix.fulfilledByTikTok),
            isCashOnDelivery: shop.market.family == .southEastAsia && dice.happens(0.3),
            isExchange: !sample && dice.happens(mix.exchange))
    }

    private mutating func shipping(_ shop: Shop, kind: Order.Kind) -> ShippingType? {
        let seller = dice.happens(mix.sellerShipping)
        if kind.isFulfilledByTikTok { return .tiktok }
        guard shop.deliveryOptions.count > 1 else { return nil }
        return seller ? .seller : .tiktok
    }

    /// What the buyer will do: at most one way of cancelling, and returns only of what is kept that long.
    private mutating func plan(_ kind: Order.Kind) -> BuyerPlan {
        var plan = BuyerPlan(paysAfter: dice.span(.seconds(5)...(.minutes(5))), fraction: dice.fraction())
        if kind.isCashOnDelivery { plan.paysAfter = .seconds(1) }
        if dice.happens(mix.neverPays), !kind.isCashOnDelivery { plan.paysAfter = nil }
        plan.cancels = stage([
            (.unpaid, mix.cancelsUnpaid), (.onHold, mix.cancelsOnHold), (.awaitingShipment, mix.asksToCancel),
            (.awaitingCollection, mix.asksLate),
        ])
        plan.withdraws = dice.happens(mix.withdraws)
        if dice.happens(mix.moves) {
            plan.moves = dice.pick(BuyerPlan.Stage.allCases)
        }
        let wish = dice.fraction()
        if wish < mix.refundOnly {
            plan.returns = .refundOnly
        } else if wish < mix.refundOnly + mix.sendsBack {
            plan.returns = .goodsBack
        }
        return plan
    }

    private mutating func stage(_ chances: [(BuyerPlan.Stage, Double)]) -> BuyerPlan.Stage? {
        var mark = dice.fraction()
        for (stage, chance) in chances {
            mark -= chance
            if mark < 0 { return stage }
        }
        return nil
    }
}
