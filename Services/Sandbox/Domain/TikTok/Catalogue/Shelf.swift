/// One SKU in one warehouse.
struct Shelf: Hashable, Sendable {
    let skuID: String
    let warehouseID: String
}
