import Commerce
import Contracts
import Messaging
import Postgres

/// Saves sheets and everything that is made from them, in the order in which rows are locked: sheets, products,
/// parcels, sums.
enum ChangeStore {
    static func save(_ changes: [SheetChange], _ pipeline: inout Pipeline) throws {
        let sheets = Dictionary(changes.map { ($0.key, $0.sheet) }) { $1 }
        try SheetStore.save(sheets, &pipeline)
        ParcelStore.save(titles(sheets), &pipeline)
        ParcelStore.save(sheets.flatMap { ParcelRow.rows($0.key, $0.value) }, &pipeline)
        var sum = Contribution.none
        for change in changes { sum += change.difference }
        RollupStore.add(sum, &pipeline)
        let tenants = Set(sheets.keys.map(\.tenant))
        RollupStore.touch(tenants, &pipeline)
        // Rates may have come since these sheets were loaded; whoever brings them may not have seen these sheets.
        let lacking = Set(sheets.filter { $0.value.lacksRate }.keys.map(\.tenant)).sorted()
        try WorkQueue.enqueue(
            lacking.map { ConvertOrders.item($0, .lackingRate, after: ConvertOrders.pause) }, into: &pipeline)
    }

    /// What people call the products of these orders; of two names the one of the newer order.
    private static func titles(_ sheets: [OrderKey: OrderSheet]) -> [ParcelStore.ProductKey: ParcelStore.Title] {
        var titles: [ParcelStore.ProductKey: ParcelStore.Title] = [:]
        for (key, sheet) in sheets {
            guard let sold = sheet.sold else { continue }
            let shop = ShopKey(tenant: key.tenant, shop: sold.shop)
            for line in sold.lines where !line.channelProduct.isEmpty && !line.title.isEmpty && !line.isGift {
                let product = ParcelStore.ProductKey(shop: shop, product: line.channelProduct)
                let new = ParcelStore.Title(title: line.title, toldAt: sold.placedAt)
                titles[product] = titles[product].map { $0.newer(new) } ?? new
            }
        }
        return titles
    }
}
