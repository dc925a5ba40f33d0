import Contracts
import Messaging
import Postgres

/// Notes who is a lender, and what they are called: nobody else can be given a consent.
struct LenderAddedHandler: Handler {
    func decide(_ message: Received<LenderAdded>, _ nothing: Void) -> Decision<LenderAdded> {
        guard message.metadata.tenant == message.body.lender else { return .reject("a lender that is another tenant") }
        return .done([message.body])
    }

    func save(_ lenders: [LenderAdded], _ pipeline: inout Pipeline) throws {
        LenderStore.save(lenders, &pipeline)
    }
}
