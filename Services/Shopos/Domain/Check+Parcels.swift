import Contracts

extension Check {
    /// No parcel waits for stock that is reserved for its order, or for a recipient that was told: who waits for it has
    /// lost the message.
    static func parcels(_ waiting: FactBook, orders: FactBook, stock: FactBook) -> [Difference] {
        waiting.sorted.compactMap { key, parcel in
            func differs(_ sentence: String, repair: String) -> Difference {
                Difference(
                    rule: .parcels, tenant: key.tenant, subject: key.subject, sentence: sentence,
                    repair: "shopos \(repair) order \(key.subject)")
            }
            switch parcel.words["waitsFor"] {
            case "stock" where stock[key]?.words["state"] == "reserved":
                return differs("All of the order is reserved, and its parcel waits for that.", repair: "repair")
            case "recipient" where orders[key]?.words["recipient"] == "told":
                return differs("Where the order goes was told, and its parcel waits for that.", repair: "resend")
            default: return nil
            }
        }
    }
}
