public import Contracts
public import Outbound
import Partners

/// The version of Shippo's API that each call is made under, in one table. Shippo dates its versions, takes the one
/// that a request names, and has kept 2018-02-08 as the newest; one line is changed when a call's shape changes.
public enum ShippoVersions {
    private static let current = "2018-02-08"

    /// Every call that this client makes, and its version.
    public static let table: [(call: any ShippoCall.Type, version: String)] = [
        (CreateAddress.self, current), (CreateShipment.self, current),
        (BuyLabel.self, current), (GetTransaction.self, current), (ListTransactions.self, current),
        (RequestRefund.self, current),
        (RegisterTrack.self, current), (GetTrack.self, current), (CreateWebhook.self, current),
        (ListWebhooks.self, current), (DeleteWebhook.self, current),
    ]

    private static let byTitle = Dictionary(table.map { ($0.call.title, $0.version) }) { first, _ in first }

    /// The version of a call by its title.
    static func version(of title: String) -> String { byTitle[title] ?? current }

    /// Every call with its pinned version, and how it was made in the last hour.
    ///
    /// Shippo announces the end of things by mail and in its changelog; fields that announce it are read all the same.
    public static func calls(in book: CallBook = .shared) -> [PartnerCalls] {
        table.map { call, version in
            PartnerCalls(ShippoClient.partner, call.title, title: call.measuredTitle, version: version, in: book)
        }
    }
}

extension ShippoCall {
    /// What the call is called.
    static var title: String { "\(Self.self)" }
    /// What the call is measured under: a new version is a series of its own.
    static var measuredTitle: String { "\(title) \(version)" }
    /// The version that the call names (`SHIPPO-API-VERSION`).
    static var version: String { ShippoVersions.version(of: title) }
}

extension ShippoClient {
    /// What this partner is called in metrics and figures.
    static let partner = "shippo"
}
