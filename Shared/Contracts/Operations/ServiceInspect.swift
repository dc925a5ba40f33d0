/// Request: how is this service?
///
/// Whichever instance of the service takes it tells of the tables that all its instances share, and what each instance
/// has told of itself there.
public struct ServiceInspect: OperatorRequest {
    /// Its name on the wire.
    public static let name: MessageName = "shop.service.inspect.v1"
    /// How it is.
    public typealias Reply = ServiceState

    /// Asks.
    public init() {}
}
