public import Outbound

/// The purchase of a label.
///
/// What names it and tells how it went must be readable. All else is taken as far as it can be read: a rate that comes
/// as an object must not hide that money was paid.
public struct Transaction: Codable, Sendable, Hashable {
    /// The id, for refunds.
    @Loose public var id: String?
    /// Where it stands; see ``outcome``.
    @Loose public var status: TransactionStatus?
    /// What was bought.
    @Loose public var rateID: String?
    /// The carrier's number.
    @Loose public var trackingNumber: String?
    /// Where people can follow the parcel.
    @Loose public var trackingURL: String?
    /// Where the label's file lies for a while; a secret as long as it works.
    @Loose public var labelURL: String?
    /// When the parcel should arrive.
    @Loose public var eta: String?
    /// What the carrier says, above all about an error.
    public var messages: [ShippoMessage]?
    /// What we wrote on it: by this a purchase of unknown outcome is found again.
    @Loose public var metadata: String?
    /// When it was made, ISO 8601.
    @Loose public var created: String?
    /// Costs nothing, moves nothing.
    @Loose public var isTest: Bool?

    /// An empty one, to be filled.
    public init() {}

    /// What a purchase came to. The HTTP status says nothing about it: a failed one is answered 201.
    public enum Outcome: Sendable, Hashable {
        /// There is a label.
        case bought(labelURL: String, trackingNumber: String)
        /// There will be one, or not: read again.
        case pending
        /// There is none, and nothing was paid.
        case failed(reason: String)
        /// There was one, and it is being given back, or was, or could not be.
        case refunding(TransactionStatus)
    }

    /// What the purchase came to. A word that is not known means: read again.
    public var outcome: Outcome {
        switch status {
        case .success: bought
        case .error: .failed(reason: reason)
        case .refunded, .refundPending, .refundRejected: status.map(Outcome.refunding) ?? .pending
        default: .pending
        }
    }

    /// A success without label or number is not one yet.
    private var bought: Outcome {
        guard let labelURL, !labelURL.isEmpty, let trackingNumber, !trackingNumber.isEmpty else { return .pending }
        return .bought(labelURL: labelURL, trackingNumber: trackingNumber)
    }

    private var reason: String {
        let texts = (messages ?? []).compactMap { message in
            message.text.map { text in
                [message.source ?? "", text].filter { !$0.isEmpty }.joined(separator: ": ")
            }
        }
        return texts.isEmpty ? "no reason given" : String(texts.prefix(5).joined(separator: "; ").prefix(500))
    }

    /// Reads a purchase; an error names what must be readable and is not.
    public init(from decoder: any Decoder) throws {
        self.init()
        let container = try decoder.container(keyedBy: CodingKeys.self)
        _id = try container.decode(Loose<String>.self, forKey: .id)
        _status = try container.decode(Loose<TransactionStatus>.self, forKey: .status)
        _trackingNumber = try container.decode(Loose<String>.self, forKey: .trackingNumber)
        _labelURL = try container.decode(Loose<String>.self, forKey: .labelURL)
        _metadata = try container.decode(Loose<String>.self, forKey: .metadata)
        _created = try container.decode(Loose<String>.self, forKey: .created)
        rateID = container.lenient(.rateID) ?? (try? container.decode(Reference.self, forKey: .rateID))?.id
        trackingURL = container.lenient(.trackingURL)
        eta = container.lenient(.eta)
        messages = Self.messages(container)
        isTest = container.lenient(.isTest)
    }

    /// What is said about it: a list, or a single thing.
    private static func messages(_ container: KeyedDecodingContainer<CodingKeys>) -> [ShippoMessage]? {
        if let list = try? container.decodeIfPresent(LossyList<ShippoMessage>.self, forKey: .messages) {
            return list.elements
        }
        return (try? container.decode(ShippoMessage.self, forKey: .messages)).map { [$0] }
    }

    /// Something that is written out where its id would do.
    private struct Reference: Decodable {
        @Loose var id: String?

        enum CodingKeys: String, CodingKey { case id = "object_id" }
    }

    private enum CodingKeys: String, CodingKey {
        case status, eta, messages, metadata
        case id = "object_id"
        case rateID = "rate"
        case trackingNumber = "tracking_number"
        case trackingURL = "tracking_url_provider"
        case labelURL = "label_url"
        case created = "object_created"
        case isTest = "test"
    }
}
