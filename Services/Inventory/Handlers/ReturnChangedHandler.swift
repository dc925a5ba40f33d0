import Contracts
import Messaging
import Postgres

/// Notes what is coming back. Stock moves only when a person has looked at the goods.
struct ReturnChangedHandler: Handler {
    /// One return as a message describes it.
    struct Change: Sendable {
        let key: ReturnKey
        let body: ReturnChanged
    }

    func load(_ messages: [Received<ReturnChanged>], _ pipeline: inout Pipeline) -> Loading<[ReturnKey: Int]> {
        let keys = Set(messages.compactMap(\.returnKey)).sorted()
        return Loading(ReturnStore.lock(keys, &pipeline))
    }

    func decide(_ message: Received<ReturnChanged>, _ versions: [ReturnKey: Int]) -> Decision<Change> {
        guard let key = message.returnKey, message.body.version > versions[key] ?? 0 else { return .done() }
        for (index, line) in message.body.lines.enumerated() where !(0...Demand.mostUnits).contains(line.units) {
            return .reject("a quantity of the return cannot be true", detail: "lines[\(index)].units")
        }
        return .done([Change(key: key, body: message.body)])
    }

    func apply(_ change: Change, to versions: inout [ReturnKey: Int]) {
        versions[change.key] = change.body.version
    }

    func save(_ changes: [Change], _ pipeline: inout Pipeline) {
        let last = Dictionary(changes.map { ($0.key, $0.body) }) { $1 }
        ReturnStore.save(last.sorted { $0.key < $1.key }.map { (key: $0.key, body: $0.value) }, &pipeline)
    }
}

extension Received<ReturnChanged> {
    var returnKey: ReturnKey? {
        metadata.tenant.map { ReturnKey(tenant: $0, shop: body.shop, channelReturn: body.channelReturn) }
    }
}
