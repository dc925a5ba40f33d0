import Contracts
import Messaging
import Postgres

/// Notes who is a lender: nobody else can be given a consent.
struct LenderAddedHandler: Handler {
    func decide(_ message: Received<LenderAdded>, _ nothing: Void) -> Decision<TenantID> {
        guard message.metadata.tenant == message.body.lender else { return .reject("a lender that is another tenant") }
        return .done([message.body.lender])
    }

    func save(_ lenders: [TenantID], _ pipeline: inout Pipeline) throws {
        LenderStore.save(lenders, &pipeline)
    }
}
