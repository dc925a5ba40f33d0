import Contracts
import Messaging
import Postgres

/// Keeps what services tell of their actions, for the owner to read.
struct ActionTakenHandler: Handler {
    func decide(_ message: Received<ActionTaken>, _: Void) -> Decision<ActionLine> {
        guard let tenant = message.metadata.tenant else { return .reject("an action without a tenant") }
        do throws(Wrong) {
            return .done([try ActionLine(message.body, tenant: tenant, message: message.metadata.id)])
        } catch {
            return .reject("an action that cannot be logged", detail: "\(error.field) \(error.sentence)")
        }
    }

    func save(_ lines: [ActionLine], _ pipeline: inout Pipeline) {
        ActionStore.insert(lines, &pipeline)
    }
}
