import Contracts
import TikTokShop

/// Turns a warehouse as the channel tells it into ``WarehouseSynced``.
enum WarehouseReader {
    /// Reads a warehouse of a shop.
    static func read(_ warehouse: Warehouse, shop: ShopID) throws(OrderFault) -> WarehouseSynced {
        let address = warehouse.address
        let lines = [address?.addressLine1, address?.addressLine2].compactMap { $0?.nonEmpty }
        return WarehouseSynced(
            shop: shop, channelWarehouse: try OrderReader.identifier(warehouse.id, "id"),
            title: String((warehouse.name ?? "").prefix(500)),
            isForSales: warehouse.type == nil || warehouse.type == "SALES_WAREHOUSE",
            isDefault: warehouse.isDefault ?? false, isEnabled: warehouse.effectStatus != "DISABLED",
            addressLines: lines.isEmpty ? [address?.fullAddress].compactMap { $0?.nonEmpty } : lines,
            city: address?.city?.nonEmpty ?? address?.district?.nonEmpty, state: address?.state?.nonEmpty,
            postalCode: address?.postalCode?.nonEmpty, region: address?.regionCode?.nonEmpty,
            phone: address?.phoneNumber?.nonEmpty, contact: address?.contactPerson?.nonEmpty)
    }
}
