/// Request: a label that the channel made.
public struct ChannelLabelGet: Request {
    /// Its name on the wire.
    public static let name: MessageName = "shop.channel_label.get.v1"
    /// The file.
    public typealias Reply = StoredFile
    /// ``OrderShipAccepted/labelFile`` of the parcel.
    public var file: String

    /// Puts the record together.
    public init(file: String) {
        self.file = file
    }
}
