/// A label bought, or the attempt: what Shippo calls a transaction.
struct Label: Sendable {
    enum Status: String, Sendable {
        case queued = "QUEUED"
        case success = "SUCCESS"
        case error = "ERROR"
        case refundPending = "REFUNDPENDING"
        case refunded = "REFUNDED"
        case refundRejected = "REFUNDREJECTED"
    }

    /// `PDF…` and `ZPLII`; pictures are not drawn here.
    enum Format: Sendable, Equatable {
        case pdf(String)
        case zpl

        init?(_ text: String) {
            switch text {
            case "PDF", "PDF_2.3x7.5", "PDF_4x6", "PDF_4x8", "PDF_A4", "PDF_A5", "PDF_A6": self = .pdf(text)
            case "ZPLII": self = .zpl
            default: return nil
            }
        }

        var text: String {
            switch self {
            case .pdf(let text): text
            case .zpl: "ZPLII"
            }
        }

        var fileExtension: String { self == .zpl ? "zpl" : "pdf" }
    }

    let id: String
    let rateID: String
    let created: Moment
    var updated: Moment
    let metadata: String
    let format: Format
    let isTest: Bool
    var status = Status.queued
    var trackingNumber = ""
    var messages: [CarrierMessage] = []
}

/// A wish to have a label's price back.
struct LabelRefund: Sendable {
    enum Status: String, Sendable {
        case queued = "QUEUED"
        case pending = "PENDING"
        case success = "SUCCESS"
        case error = "ERROR"
    }

    let id: String
    let labelID: String
    let created: Moment
    var updated: Moment
    var status: Status
    let isTest: Bool
}
