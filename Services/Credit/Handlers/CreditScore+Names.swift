import Contracts
import Foundation

extension CreditScore {
    /// The same score as a lender is told it: accounts are called by names, and stand in the order of these, so that
    /// neither id nor order says which they are. An account without a name is left out, and so are the rates of
    /// products: whose these are anybody can look up.
    ///
    /// - Parameter names: Finds the names of some accounts.
    func renaming(_ names: (Set<UUID>) async throws -> [UUID: UUID]) async rethrows -> CreditScore {
        let known = try await names(Set(data.compactMap { UUID(text: $0.account) }))
        var told = self
        let renamed = data.compactMap { datum in
            UUID(text: datum.account).flatMap { known[$0] }.map { name in
                var datum = datum
                datum.account = name.text
                return datum
            }
        }
        told.data = Dictionary(grouping: renamed, by: \.account).sorted { $0.key < $1.key }.flatMap(\.value)
        told.figures.commissionRates = nil
        return told
    }
}
