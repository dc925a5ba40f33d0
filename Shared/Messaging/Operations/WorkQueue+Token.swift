public import Contracts
import Foundation

extension WorkQueue {
    /// Waits until a partner may be called once more: for the few calls that no work makes, such as those of an
    /// operator's check. They count like all others.
    ///
    /// - Throws: ``WorkError/budgetExhausted(endpoint:)`` when it would take longer than `patience`.
    public func token(
        of endpoint: EndpointClass, shop: ShopID? = nil, tenant: TenantID, within patience: Duration
    ) async throws {
        let account =
            switch endpoint.budget?.account {
            case .shop: shop?.uuid ?? WorkTable.nobody
            case .tenant: tenant.uuid
            case .app, nil: WorkTable.nobody
            }
        let end = ContinuousClock.now + patience
        while true {
            switch try await WorkTable.takeToken(endpoint, account: account, database) {
            case .taken: return
            case .setAside(let pause):
                guard ContinuousClock.now + pause < end else {
                    throw WorkError.budgetExhausted(endpoint: endpoint.name)
                }
                return try await Task.sleep(for: pause)
            case .refused(let pause):
                guard ContinuousClock.now + pause < end else {
                    throw WorkError.budgetExhausted(endpoint: endpoint.name)
                }
                try await Task.sleep(for: pause)
            }
        }
    }
}
