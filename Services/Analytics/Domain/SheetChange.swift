import Commerce
import Contracts

/// A sheet as it stands now, and what that changes in the sums.
struct SheetChange: Sendable {
    let key: OrderKey
    let sheet: OrderSheet
    let difference: Contribution

    /// Nil when nothing is different.
    init?(_ key: OrderKey, from old: OrderSheet, to new: OrderSheet) throws(MoneyError) {
        guard old != new else { return nil }
        self.key = key
        sheet = new
        difference = try new.contribution(of: key.tenant) - old.contribution(of: key.tenant)
    }
}
