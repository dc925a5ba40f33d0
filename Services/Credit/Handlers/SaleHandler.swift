import Commerce
import Contracts
import Messaging
import Postgres

/// Writes what is told of orders on the sheets of those whose shops people are scored by. All others' are not kept.
struct SaleHandler: Handler {
    let wishes: ScoreWishes

    func load(_ messages: [Received<Sale>], _ pipeline: inout Pipeline) -> Loading<[OrderName: SheetStore.Row]> {
        let told = messages.compactMap { message in message.orderName.map { ($0, message.body.at) } }
        _ = AccountStore.subjects(of: told.map(\.0.key), &pipeline)
        return Loading(SheetStore.lock(Dictionary(told) { max($0, $1) }, &pipeline))
    }

    func decide(
        _ message: Received<Sale>, _ sheets: [OrderName: SheetStore.Row]
    ) throws -> Decision<SheetChange> {
        guard let name = message.orderName else { return .reject("an order without a tenant") }
        guard let row = sheets[name], !message.body.isForgotten(at: row.forgottenAt) else { return .done() }
        var sheet = row.sheet
        do throws(Absurdity) {
            switch message.body {
            case .order(let body): try sheet.take(body, zone: row.zone)
            case .returned(let body): try sheet.take(body)
            }
        } catch {
            return .reject("a figure of the message cannot be true", detail: error.field)
        }
        guard sheet != row.sheet else { return .done() }
        do throws(MoneyError) {
            let change = SheetChange(
                name: name, subject: row.subject, channelOrder: message.body.channelOrder, sheet: sheet,
                row: try SoldRow(sheet, zone: row.zone))
            return .done([change])
        } catch {
            return .reject("an amount cannot be counted", detail: "\(error)")
        }
    }

    func apply(_ change: SheetChange, to sheets: inout [OrderName: SheetStore.Row]) {
        sheets[change.name]?.sheet = change.sheet
    }

    func save(_ changes: [SheetChange], _ pipeline: inout Pipeline) throws {
        try SheetStore.save(changes, &pipeline)
        try wishes.want(changes.map(\.subject), &pipeline)
    }
}

extension Received<Sale> {
    /// The order that it is about; nil without a tenant.
    fileprivate var orderName: OrderName? {
        account(body.shop).map { OrderName(key: $0, order: body.order) }
    }
}
