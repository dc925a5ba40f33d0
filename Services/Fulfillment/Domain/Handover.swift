import Contracts

/// What the channel was told of a parcel, and what it answered.
struct Handover: Codable, Sendable, Hashable {
    /// Where the command is.
    enum State: String, Codable, Sendable { case asked, accepted, refused }

    /// Another carrier or number that the channel is told afterwards.
    struct Fix: Codable, Sendable, Hashable {
        let carrier: String
        let tracking: String
    }

    /// One more package into which the channel split what it makes the labels of.
    struct Package: Codable, Sendable, Hashable {
        let channelPackage: String
        let tracking: String?
        let carrier: String?
        /// Ingestion's file with its label; nil: it is printed in Seller Center.
        var labelFile: String?
    }

    /// More packages than one order is ever split into.
    static let mostPackages = 50

    var state: State
    /// The address that it was told for.
    let recipientVersion: Int
    var carrier: String?
    var tracking: String?
    var channelPackage: String?
    /// Ingestion's file with the channel's own label.
    var labelFile: String?
    var fix: Fix?
    /// The channel is only asked what it knows of a parcel that somebody else shipped; nil: it is told of ours.
    var isLook: Bool?
    /// The channel's other packages of it; nil: none.
    var others: [Package]?

    /// All packages where there are several, the parcel's own first; else none.
    var packages: [Package] {
        guard let others, !others.isEmpty, let channelPackage else { return [] }
        let own = Package(
            channelPackage: channelPackage, tracking: tracking, carrier: carrier, labelFile: labelFile)
        return [own] + others
    }
}

/// Where the carrier saw the parcel.
struct Journey: Codable, Sendable, Hashable {
    /// The partner's words in ours.
    enum Status: String, Codable, Sendable { case preTransit, transit, delivered, returned, failure, unknown }

    var status: Status
    var detail: String?
    /// When the carrier saw it last.
    var at: Instant
    /// When the carrier took it.
    var firstScan: Instant?
    var deliveredAt: Instant?

    /// Whether there is nothing more to expect.
    var isOver: Bool { status == .delivered || status == .returned }
}
