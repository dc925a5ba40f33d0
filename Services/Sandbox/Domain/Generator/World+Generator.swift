extension World {
    mutating func startGenerator(perMinute: Double, count: Int?, mix: Mix?, shopIDs: [String]) {
        generator.mix = mix ?? generator.mix
        generator.shopIDs = shopIDs
        generator.start(perMinute: perMinute, remaining: count)
        bookNextOrder()
    }

    private mutating func bookNextOrder() {
        guard generator.isRunning else { return }
        let run = generator.run
        at(now + generator.nextWait(now: now)) { world in
            guard world.generator.run == run, world.generator.isRunning else { return }
            world.generateOrder()
            world.bookNextOrder()
        }
    }

    private mutating func generateOrder() {
        let wanted = generator.shopIDs
        let shops = tiktok.shopList.filter { wanted.isEmpty || wanted.contains($0.id) }
        guard let shop = generator.dice.pick(shops), let draft = draft(for: shop) else { return }
        let order = try? place(draft)
        generator.count(sold: order != nil)
    }

    /// An invented order for a shop that sells something.
    mutating func draft(for shop: Shop) -> OrderDraft? {
        let skus = shop.productIDs.compactMap { tiktok.products[$0] }.filter { $0.status == .active }
            .flatMap(\.skus).map(\.id)
        return generator.draft(for: shop, skus: skus, now: now)
    }
}
