extension World {
    /// A product as searches list it.
    func json(_ product: Product, market: Market) -> JSON {
        [
            "id": .string(product.id), "title": .string(product.title), "status": .string(product.status.rawValue),
            "sales_regions": [.string(market.region)], "create_time": .int(product.created.seconds),
            "update_time": .int(product.updated.seconds),
            "skus": .array(product.skus.map { json($0, product: product, market: market) }),
        ]
    }

    private func json(_ sku: SKU, product: Product, market: Market) -> JSON {
        let price = market.currency.text(sku.price)
        let own: JSON = [
            "id": .string(sku.id), "seller_sku": .string(sku.sellerSKU),
            "price": [
                "currency": .string(market.currency.code), "sale_price": .string(price),
                "tax_exclusive_price": .string(price),
            ],
            "inventory": .array(
                tiktok.warehouses(of: sku.id).map { warehouse in
                    [
                        "warehouse_id": .string(warehouse),
                        "quantity": .int(tiktok.level(of: sku.id, in: warehouse).available),
                    ]
                }),
            "sales_attributes": [
                ["id": "100000", "name": "Variant", "value_id": .string(sku.id), "value_name": .string(sku.name)]
            ],
            "status_info": ["status": product.status == .active ? "NORMAL" : "DEACTIVATED"],
        ]
        guard !sku.components.isEmpty else { return own }
        return own.adding([
            "combined_skus": .array(
                sku.components.map { part in
                    [
                        "product_id": .string(part.productID), "sku_id": .string(part.skuID),
                        "sku_count": .int(part.units),
                    ]
                })
        ])
    }

    /// What only the product's own page tells: weight and size with packaging among them.
    func details(_ product: Product) -> JSON {
        [
            "description": .string("<p>\(product.title)</p>"),
            "brand": ["id": "7082427311584347905", "name": .string(product.brand)],
            "category_chains": [
                [
                    "id": .string(product.category.id), "parent_id": "0", "is_leaf": true,
                    "local_name": .string(product.category.name),
                ]
            ],
            "main_images": [
                [
                    "uri": .string("demo/\(product.id)"), "width": 800, "height": 800,
                    "urls": [.string("https://img.example.com/\(product.id).jpg")],
                ]
            ],
            "package_weight": ["value": .string(Self.kilograms(product.weight)), "unit": "KILOGRAM"],
            "package_dimensions": [
                "length": .string("\(product.size.length)"), "width": .string("\(product.size.width)"),
                "height": .string("\(product.size.height)"), "unit": "CENTIMETER",
            ],
        ]
    }

    /// Grams as kilograms with three decimals: 480 is `0.480`.
    private static func kilograms(_ grams: Int) -> String {
        let rest = String(grams % 1000)
        return "\(grams / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
    }
}
