import Contracts
import Foundation
import Outbound

/// A webhook of Shippo's. Check where it comes from first: ``WebhookToken`` or ``WebhookHMAC``.
public struct WebhookEvent: Decodable, Sendable, Hashable {
    /// What it is about.
    public enum Subject: Sendable, Hashable {
        /// A purchase.
        case transaction(Transaction)
        /// A parcel on its way.
        case track(Track)
        /// A batch: a text such as `batch 1234 created`.
        case text(String)
        /// Nothing that we know.
        case unknown
    }

    /// The kind.
    public let kind: WebhookKind
    /// About a test label.
    public let isTest: Bool
    /// What it is about.
    public let subject: Subject

    /// Reads a raw body; nil when it is no webhook at all.
    public init?(_ body: [UInt8]) {
        guard let event = try? JSONDecoder().decode(WebhookEvent.self, from: Data(MendedJSON.mend(body))) else { return nil }
        self = event
    }

    /// Reads an event. Before API version 2018-02-08 `track_updated` carried a transaction, so that the fields decide.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        guard let kind = try container.decode(Loose<WebhookKind>.self, forKey: .event).wrappedValue else {
            throw DecodingError.keyNotFound(
                CodingKeys.event, .init(codingPath: container.codingPath, debugDescription: "is missing"))
        }
        self.kind = kind
        isTest = (try? container.decode(Loose<Bool>.self, forKey: .test).wrappedValue) ?? false
        subject = Self.subject(container)
    }

    /// What makes a repeat the same: bodies carry no id of their own.
    public var identity: String {
        switch subject {
        case .transaction(let transaction):
            [kind.rawValue, transaction.id, transaction.status?.rawValue].key
        case .track(let track):
            [
                kind.rawValue, track.carrier, track.trackingNumber, track.status?.status?.rawValue,
                track.status?.id ?? track.status?.date,
            ].key
        case .text(let text): [kind.rawValue, text].key
        case .unknown: kind.rawValue
        }
    }

    private static func subject(_ container: KeyedDecodingContainer<CodingKeys>) -> Subject {
        if let text = try? container.decode(String.self, forKey: .data) { return .text(text) }
        if let track = try? container.decode(Track.self, forKey: .data), track.carrier != nil { return .track(track) }
        let transaction = try? container.decode(Transaction.self, forKey: .data)
        if let transaction, transaction.id != nil { return .transaction(transaction) }
        return .unknown
    }

    private enum CodingKeys: String, CodingKey {
        case event, test, data
    }
}

extension [String?] {
    /// A separator that occurs in none of the parts.
    fileprivate var key: String { map { $0 ?? "" }.joined(separator: "\u{1F}") }
}
