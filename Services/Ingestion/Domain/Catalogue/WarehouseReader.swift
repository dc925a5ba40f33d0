import Contracts
import TikTokShop

/// Turns a warehouse as the channel tells it into ``WarehouseSynced``.
enum WarehouseReader {
    /// Reads a warehouse of a shop.
    static func read(_ warehouse: Warehouse, shop: ShopID) throws(OrderFault) -> WarehouseSynced {
        let address = warehouse.address
        let lines = [address?.addressLine1, address?.addressLine2].compactMap { $0?.cut }
        return WarehouseSynced(
            shop: shop, channelWarehouse: try OrderReader.identifier(warehouse.id, "id"),
            title: (warehouse.name ?? "").cut(to: ForeignText.longest),
            isForSales: warehouse.type == nil || warehouse.type == "SALES_WAREHOUSE",
            isDefault: warehouse.isDefault ?? false, isEnabled: warehouse.effectStatus != "DISABLED",
            addressLines: lines.isEmpty ? [address?.fullAddress].compactMap { $0?.cut } : lines,
            city: address?.city?.cut ?? address?.district?.cut, state: address?.state?.cut,
            postalCode: address?.postalCode?.cut, region: address?.regionCode?.cut,
            phone: address?.phoneNumber?.cut, contact: address?.contactPerson?.cut)
    }
}
