import Contracts
import TikTokShop

/// Amounts of one listing, all in one currency: decimal texts, or laid out for people.
struct DisplayAmounts {
    let currency: Currency

    /// Takes the currency of the first amount that names one.
    init(_ sku: AffiliateSKU) throws(OrderFault) {
        let told = [sku.price, sku.estimatedCommissionBase, sku.estimatedPaidCommission, sku.estimatedCommission]
        currency = try AmountReader.currency(told.lazy.compactMap { $0?.currency?.nonEmpty }.first, "price.currency")
    }

    /// Minor units; nil where the amount is not told, is of another currency, or can be read in two ways.
    func read(_ amount: AffiliateAmount?) -> Int64? {
        guard let text = amount?.amount?.nonEmpty else { return nil }
        guard (amount?.currency?.nonEmpty ?? currency.code) == currency.code else { return nil }
        // What looks laid out is read so first: `9.900` rupiah are nine thousand and nine hundred.
        let money =
            Money(lenientDisplayText: text, currency: currency) ?? (try? Money(majorUnits: text, currency: currency))
        return money.flatMap { $0.minorUnits.magnitude <= OrderChanged.mostAmount.magnitude ? $0.minorUnits : nil }
    }

    /// Nil where it is not told; a fault where it is told and cannot be read.
    func required(_ amount: AffiliateAmount?, _ field: String) throws(OrderFault) -> Int64? {
        guard amount?.amount?.nonEmpty != nil else { return nil }
        guard let minorUnits = read(amount) else { throw OrderFault("\(field).amount", "cannot be read") }
        return minorUnits
    }
}
