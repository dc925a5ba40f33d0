/// Request: the label of a shipment, ready to print.
///
/// Refused as `conflict` with the code `noLabel`, and as `notFound` for a package that the shipment does not have.
public struct LabelGet: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.label.get.v1"
    /// Our id of the parcel.
    public var shipment: ShipmentID
    /// The channel's id of one of several packages (``ShipmentRecord/packages``); nil: the first that has a label.
    public var package: String?

    /// One of the two.
    public struct Reply: Codable, Sendable, Hashable {
        /// Our own copy of the label.
        public var file: StoredFile?
        /// Ask Ingestion for it: ``ChannelLabelGet``.
        public var channelFile: String?

        /// Puts the record together.
        public init(file: StoredFile? = nil, channelFile: String? = nil) {
            self.file = file
            self.channelFile = channelFile
        }
    }

    /// Puts the record together.
    public init(shipment: ShipmentID, package: String? = nil) {
        self.shipment = shipment
        self.package = package
    }
}
