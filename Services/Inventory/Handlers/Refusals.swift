import Contracts
import Messaging

extension Refusal {
    /// Tells a caller why a wish cannot be carried out.
    init(_ obstacle: Obstacle) {
        let kind: Kind =
            switch obstacle.kind {
            case .wrong: .invalid
            case .unknown: .notFound
            case .inTheWay: .conflict
            }
        let steps = obstacle.field.split(separator: "/")
        // An element of a list is called by the list's name and its place: lines/0.
        let name = steps.suffix(steps.last.flatMap { Int($0) } == nil ? 1 : 2).joined(separator: "/")
        let orders = obstacle.orders.map(\.description).joined(separator: ", ")
        let inTheWay = orders.isEmpty ? "" : "; orders in the way: \(orders)"
        self.init(kind, code: obstacle.code, "\(name) \(obstacle.sentence)\(inTheWay)", field: obstacle.field)
    }
}

extension Obstacle: Refusable {
    var refusal: Refusal { Refusal(self) }
}
