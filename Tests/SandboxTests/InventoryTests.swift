import Testing

@testable import Sandbox

/// Reading and setting stock through the API.
@Suite struct InventoryTests {
    private func connected(
        _ settings: Settings = .test, more: JSON = [:],
        _ body: @escaping @Sendable (LiveSandbox, TikTokClient, JSON) async throws -> Void
    ) async throws {
        try await LiveSandbox.run(settings) { live in
            let shop = try await live.openShop(stock: 10, more: more)
            try await body(live, try await live.connect(shop), shop)
        }
    }

    private static func update(
        _ client: TikTokClient, _ shop: JSON, _ skus: [(String, [(String?, Int)])]
    ) async throws -> Reply {
        let product = shop["products"]?[0]
        let items = skus.map { name, places -> JSON in
            let known = product?["skus"]?.elements.first { $0["seller_sku"]?.text == name }
            let inventory = places.map { warehouse, quantity -> JSON in
                let amount: JSON = ["quantity": .int(quantity)]
                return warehouse.map { amount.adding(["warehouse_id": .string($0)]) } ?? amount
            }
            return ["id": known?["id"] ?? .string(name), "inventory": .array(inventory)]
        }
        let path = "/product/202309/products/\(product?["id"]?.text ?? "")/inventory/update"
        return try await client.call("POST", path, [], ["skus": .array(items)])
    }

    private static func warehouse(_ shop: JSON, _ index: Int = 0) -> String {
        shop["warehouses"]?[index]?["id"]?.text ?? ""
    }

    private static func stock(_ client: TikTokClient, _ shop: JSON) async throws -> [Int?] {
        let ids: JSON = ["product_ids": [shop["products"]?[0]?["id"] ?? .null]]
        let reply = try await client.call("POST", "/product/202309/inventory/search", [], ids)
        return reply.data["inventory"]?[0]?["skus"]?.elements.flatMap {
            [$0["total_available_quantity"]?.number, $0["total_committed_quantity"]?.number]
        } ?? []
    }

    @Test("a set replaces what is available and leaves what is committed")
    func set() async throws {
        try await connected { live, client, shop in
            _ = try await live.order(shop, [("A", 3)])
            #expect(try await Self.stock(client, shop) == [7, 3, 10, 0])
            let reply = try await Self.update(client, shop, [("A", [(Self.warehouse(shop), 40)])])
            #expect(reply.code == 0)
            #expect(reply.data["errors"] == nil)
            #expect(try await Self.stock(client, shop) == [40, 3, 10, 0])
            #expect(try await Self.update(client, shop, [("B", [(nil, 2)])]).code == 0)
            #expect(try await Self.stock(client, shop) == [40, 3, 2, 0])
        }
    }

    @Test("one SKU may fail inside a success, while the other one is set")
    func partial() async throws {
        try await connected { live, client, shop in
            let other = try await live.openShop()
            let foreign = Self.warehouse(other)
            let reply = try await Self.update(
                client, shop, [("A", [(foreign, 5)]), ("B", [(Self.warehouse(shop), 5)]), ("1729999", [(nil, 1)])])
            #expect(reply.code == 0)
            let errors = reply.data["errors"]?.elements ?? []
            #expect(errors.map { $0["code"]?.number } == [12_052_990, 12_052_557])
            #expect(errors[0]["detail"]?["extra_errors"]?[0]?["code"]?.number == 12_052_097)
            #expect(errors[0]["detail"]?["extra_errors"]?[0]?["warehouse_id"]?.text == foreign)
            #expect(try await Self.stock(client, shop) == [10, 0, 5, 0])
        }
    }

    @Test("every warehouse of a SKU must be listed")
    func everyWarehouse() async throws {
        try await connected(more: ["warehouses": 2]) { live, client, shop async throws in
            let first = Self.warehouse(shop)
            let second = Self.warehouse(shop, 1)
            #expect(try await Self.update(client, shop, [("A", [(first, 1)])]).code == 12_019_028)
            #expect(try await Self.update(client, shop, [("A", [(nil, 1)])]).code == 12_019_028)
            #expect(try await Self.update(client, shop, [("A", [(first, 1), (second, 4)])]).code == 0)
            #expect(try await Self.stock(client, shop) == [5, 0, 20, 0])
        }
    }

    @Test("quantities are 1 to 99 999, and 0 if the setting allows it", arguments: [true, false])
    func range(acceptsZero: Bool) async throws {
        var settings = Settings.test
        settings.acceptsZeroQuantity = acceptsZero
        try await connected(settings) { live, client, shop in
            for (quantity, isTaken) in [(1, true), (99_999, true), (100_000, false), (-1, false), (0, acceptsZero)] {
                let reply = try await Self.update(client, shop, [("A", [(nil, quantity)])])
                #expect(reply.code == 0)
                #expect((reply.data["errors"] == nil) == isTaken, "\(quantity)")
                if !isTaken {
                    #expect(
                        reply.data["errors"]?[0]?["detail"]?["extra_errors"]?[0]?["code"]?.number == 12_052_055)
                }
            }
        }
    }

    @Test("what campaigns and creators have locked cannot be taken away")
    func locked() throws {
        var box = try TestShop()
        let plan = ProductPlan(
            title: "Locked",
            variants: [.init(sellerSKU: "L", price: 100, stock: [20], campaignLocked: 6, creatorLocked: 2)])
        let product = try box.world.addProduct(plan, to: box.shop.id)
        func errors(_ quantity: Int) throws -> [Int] {
            let wish = World.Quantity(warehouseID: nil, quantity: quantity)
            return try box.world.setStock(of: product, [(box.sku("L"), [wish])], caller: "x")
                .flatMap { $0.perWarehouse.map(\.error.code) }
        }
        #expect(try errors(7) == [12_052_393])
        #expect(try errors(8) == [])
        #expect(box.stock("L") == [8, 0])
    }

    @Test("the stock of a bundle cannot be set")
    func bundle() throws {
        var box = try TestShop()
        let product = try #require(box.world.tiktok.products.values.first { $0.title == "Set" })
        let wish = (skuID: box.sku("SET"), quantities: [World.Quantity(warehouseID: nil, quantity: 3)])
        #expect(try box.world.setStock(of: product, [wish], caller: "x").count == 1)
        #expect(box.stock("SET") == [5, 0])
    }

    @Test("at most 100 products or 600 SKUs are read in one call, SKUs before products")
    func limits() async throws {
        try await connected { live, client, shop in
            let path = "/product/202309/inventory/search"
            let many = { (count: Int) in JSON.strings((0..<count).map(String.init)) }
            #expect(try await client.call("POST", path, [], ["product_ids": many(101)]).code == 11_050_001)
            #expect(try await client.call("POST", path, [], ["sku_ids": many(601)]).code == 11_050_001)
            #expect(try await client.call("POST", path, [], [:]).code == 11_050_001)
            let sku = shop["products"]?[0]?["skus"]?[1]?["id"] ?? .null
            let both = try await client.call("POST", path, [], ["product_ids": many(3), "sku_ids": [sku]])
            #expect(both.data["inventory"]?[0]?["skus"]?.elements.map { $0["id"] } == [sku])
        }
    }

    @Test("readings and sets stand in the journal, with the units sold in between")
    func windows() async throws {
        try await connected { live, client, shop in
            _ = try await Self.stock(client, shop)
            _ = try await live.order(shop, [("A", 2)])
            _ = try await Self.update(client, shop, [("A", [(nil, 5)])])
            let journal = try await live.admin("GET", "/journal?seller_sku=A")
            let causes = journal["lines"]?.elements.compactMap { $0["cause"]?.text }
            #expect(causes == ["opened", "read", "sale", "set"])
            let windows = try await live.admin("GET", "/windows?seller_sku=A")
            #expect(windows["sold_between_read_and_set"]?.number == 2)
        }
    }
}
