import Contracts
import Messaging

/// What a message of the catalogue says, under its key.
struct CatalogueChange<Key: Hashable & Sendable, Body: Sendable>: Sendable {
    let key: Key
    let body: Body
    let tenant: TenantID
    let cause: Metadata
}

extension Sequence {
    /// The last change of each key, or the one of the highest version.
    func newest<Key, Body>(_ isNewer: (Body, Body) -> Bool) -> [Key: Body]
    where Element == CatalogueChange<Key, Body> {
        Dictionary(map { ($0.key, $0.body) }) { isNewer($0, $1) ? $0 : $1 }
    }

    /// Wants waiting shipments to be looked at again.
    func reviews<Key, Body>(_ words: [Wait.Word]) -> [WorkItem]
    where Element == CatalogueChange<Key, Body> {
        let causes = Dictionary(map { ($0.tenant, $0.cause) }) { first, _ in first }
        return causes.sorted { $0.key < $1.key }.flatMap { tenant, cause in
            words.map { ReviewShipments.item($0, tenant: tenant, cause: cause) }
        }
    }
}
