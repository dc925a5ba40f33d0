/// Shops behind a token.
enum AccessAnswers {
    @Sendable static func shops(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let shops = world.tiktok.shopList.filter { $0.sellerID == call.pass.sellerID }
        let seller = world.tiktok.sellers[call.pass.sellerID]
        return [
            "shops": .array(
                shops.map { shop in
                    [
                        "id": .string(shop.id), "name": .string(shop.name), "region": .string(shop.market.region),
                        "seller_type": seller?.region == shop.market.region ? "LOCAL" : "CROSS_BORDER",
                        "cipher": .string(shop.cipher(for: call.pass.app.key)), "code": .string(shop.code),
                    ]
                })
        ]
    }

    /// The older list: ids and regions alone, never the cipher.
    @Sendable static func sellerShops(_ world: inout World, _ call: TikTokCall) throws -> JSON {
        let shops = world.tiktok.shopList.filter { $0.sellerID == call.pass.sellerID }
        return [
            "shops": .array(shops.map { ["id": .string($0.id), "region": .string($0.market.region)] })
        ]
    }
}
