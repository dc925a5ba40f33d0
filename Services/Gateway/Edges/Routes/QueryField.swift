import Contracts
import Foundation
import Schemas

/// A parameter of an address, whatever it is read as.
protocol AnyQueryField: Sendable {
    var name: String { get }
    var meaning: String { get }
    var schema: Schema { get }
    var example: JSONNode { get }
}

/// A parameter of an address: how it is called, what it means and how its text is read.
struct QueryField<Value: Sendable>: AnyQueryField {
    let name: String
    let meaning: String
    let schema: Schema
    /// As it may be asked.
    let example: JSONNode
    /// What its text must be, completing the sentence "limit must be …".
    let rule: String
    /// Nil for a text that does not follow the rule.
    let read: @Sendable (String) -> Value?
}

/// All parameters of all routes.
enum Query {
    static let tenant = QueryField<TenantID>.id(
        "tenant",
        "Only this brand's; by default all that the key opens. An agency's key that writes for a brand must name it.")
    static let shop = QueryField<ShopID>.id("shop", "Only this shop's, by our id of it.")
    static let location = QueryField<LocationID>.id("location", "Only what lies at this location.")
    static let sku = QueryField<SKUID>.id("sku", "Only of this SKU, by our id of it.")
    static let limit = QueryField<Int>(
        name: "limit", meaning: "How many at most; by default 50.", schema: .whole(1...200), example: 100,
        rule: "a whole number from 1 to 200", read: { Int($0).flatMap { (1...200).contains($0) ? $0 : nil } })
    static let cursor = QueryField<String>.text(
        "cursor", "What `next` said on the page before; good for the same list and filter alone.", "orders.eyJmIjoi",
        most: 512)
    static let search = QueryField<String>.text(
        "search", "Only those whose code or number begins so.", "TMB", most: 100)
    static let orderSearch = QueryField<String>.text(
        "search", "Only orders whose id, ours or the channel's, begins so.", "5764", most: 64)
    static let from = QueryField<Instant>.time("from", "Only from this time on.")
    static let until = QueryField<Instant>.time("until", "Only before this time.")
    static let orderStatus = QueryField<OrderStatus>.word("status", "Only orders that stand there.")
    static let progress = QueryField<Bool>.truth("progress", "Whether to tell of stock and parcels too.")
    static let isLow = QueryField<Bool>.truth("low", "Only those at or below their threshold.")
    static let isUnmapped = QueryField<Bool>.truth("unmapped", "Only those that no SKU is mapped to.")
    static let order = QueryField<OrderID>.id("order", "Only this order's, by our id of it.")
    static let shipmentState = QueryField<ShipmentState>.word("state", "Only shipments that stand there.")
    static let needsPerson = QueryField<Bool>.truth("needsPerson", "Only those that wait for a person.")
    static let package = QueryField<String>.text(
        "package", "The channel's id of one of the shipment's `packages`; by default the first that has a label.",
        "1153132168823213000", most: 64)
    static let returnKind = QueryField<ReturnChanged.Kind>.word("kind", "Only of this kind.")
    static let returnStatus = QueryField<ReturnChanged.Status>.word("status", "Only returns that stand there.")
    static let faultSubject = QueryField<FaultRecord.Subject>.word("subject", "Only of this sort.")
    static let window = QueryField<SummaryGet.Window>.word("window", "Which days; by default `today`.")
    static let market = QueryField<ConnectionBegin.Market>.word("market", "Whose authorize page; by default `row`.")
    static let app = QueryField<ConnectionBegin.App>.word(
        "app", "Which of our apps is let in; by default `operations`.")
    static let holder = QueryField<ConnectionBegin.Holder>.word(
        "holder", "Whose account it is; by default `seller`. A creator's is for the app `credit`.")
    static let action = QueryField<String>.text("action", "Only this kind of action.", "labelBought", most: 100)
    static let failureState = QueryField<FailureRecord.State>.word("state", "Only those in this state.")
    static let consent = QueryField<ConsentID>.id(
        "consent", "The consent that a lender reads by; a person needs none to read of themselves.")
    static let days = QueryField<Int>(
        name: "days", meaning: "How many days back; by default 90.", schema: .whole(1...366), example: 90,
        rule: "a whole number from 1 to 366", read: { Int($0).flatMap { (1...366).contains($0) ? $0 : nil } })
    static let token = QueryField<String>.text(
        "token", "What we put into the address given to Shippo.", "5f1d0c9a7be24", most: 512)
}

extension QueryField {
    fileprivate static func id<Named>(
        _ name: String, _ meaning: String
    ) -> QueryField where Value == Identifier<Named> {
        QueryField(
            name: name, meaning: meaning, schema: .text(format: "uuid"), example: .text(Examples.id), rule: "a UUID",
            read: { Identifier($0) })
    }

    fileprivate static func text(
        _ name: String, _ meaning: String, _ example: String, most: Int
    ) -> QueryField where Value == String {
        QueryField(
            name: name, meaning: meaning, schema: .text(bytes: 1...most), example: .text(example),
            rule: "a text of 1 to \(most) bytes, without control characters"
        ) { text in
            let isPlain = text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            return isPlain && (1...most).contains(text.utf8.count) ? text : nil
        }
    }

    fileprivate static func truth(_ name: String, _ meaning: String) -> QueryField where Value == Bool {
        QueryField(
            name: name, meaning: meaning, schema: .truth, example: true, rule: "true or false", read: { Bool($0) })
    }

    fileprivate static func time(_ name: String, _ meaning: String) -> QueryField where Value == Instant {
        QueryField(
            name: name, meaning: meaning, schema: .text(format: "date-time"), example: .text(Examples.time),
            rule: "a time such as \(Examples.time)"
        ) { text in
            guard text.utf8.count <= 40 else { return nil }
            let text = text.filter { $0 != "\"" && $0 != "\\" }
            return try? JSONDecoder().decode(Instant.self, from: Data("\"\(text)\"".utf8))
        }
    }

    fileprivate static func word(_ name: String, _ meaning: String) -> QueryField
    where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
        let words = Value.allCases.map(\.rawValue)
        return QueryField(
            name: name, meaning: meaning, schema: .text(words: words), example: .text(words[0]),
            rule: "one of \(words.joined(separator: ", "))", read: { Value(rawValue: $0) })
    }
}
