import Outbound
import TikTokShop

/// Orders as one call or more of the channel told them: what could be read, and what could not.
struct ReadOrders: Sendable {
    var orders: [ReadOrder] = []
    var faults: [FoundFault] = []

    /// Reads a page.
    mutating func add(_ page: Page<TikTokShop.Order>, _ reader: OrderReader) {
        for order in page.items {
            do {
                orders.append(try reader.read(order))
            } catch {
                faults.append(FoundFault(subject: .order, key: order.id ?? "", fault: error))
            }
        }
        faults += page.malformed.map { .init(subject: .order, malformed: $0.id, $0.problem) }
    }

    /// The channel's ids of everything that came, readable or not.
    var ids: Set<String> {
        Set(orders.map(\.snapshot.channelOrder) + faults.map(\.key))
    }
}
