public import Outbound

/// Buys the label of an offer. There is no idempotency key: after an unknown outcome look through ``ListTransactions``
/// for the metadata before buying again.
public struct BuyLabel: ShippoCall {
    /// The purchase; see ``Transaction/outcome``.
    public typealias Reply = Transaction
    /// Makes something that costs money.
    public static let method = HTTPMethod.post
    /// Among the writes.
    public static let budget = ShippoBudget.write

    /// What the label's file is.
    public enum FileType: String, Encodable, Sendable, Hashable, CaseIterable {
        case png = "PNG"
        case pngNarrow = "PNG_2.3x7.5"
        case pdf = "PDF"
        case pdfNarrow = "PDF_2.3x7.5"
        case pdf4x6 = "PDF_4x6"
        case pdf4x8 = "PDF_4x8"
        case pdfA4 = "PDF_A4"
        case pdfA5 = "PDF_A5"
        case pdfA6 = "PDF_A6"
        case zpl = "ZPLII"
    }

    /// The offer.
    public let rateID: String
    /// Names the attempt, so that it can be found again; at most 100 characters.
    public let metadata: String
    /// What the label's file is.
    public let fileType: FileType

    /// A purchase, named by its attempt.
    public init(rateID: String, metadata: String, fileType: FileType = .pdf4x6) {
        self.rateID = rateID
        self.metadata = metadata
        self.fileType = fileType
    }

    /// Transactions.
    public var path: String { "/transactions" }

    /// Without `async: false` the answer would come before the label.
    public var body: (any Encodable & Sendable)? {
        Body(rateID: rateID, metadata: metadata, fileType: fileType)
    }

    /// Without an offer, or with nothing or too much to be found again by.
    public var problem: String? {
        if rateID.isEmpty { return "rate: is empty" }
        return metadata.isEmpty ? "metadata: is empty" : Metadata.problem(metadata)
    }

    private struct Body: Encodable {
        let rateID: String
        let metadata: String
        let fileType: FileType
        let isAsync = false

        enum CodingKeys: String, CodingKey {
            case metadata
            case rateID = "rate"
            case fileType = "label_file_type"
            case isAsync = "async"
        }
    }
}
