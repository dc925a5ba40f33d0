public import Outbound

/// One piece of news about a parcel.
public struct TrackingStatus: Codable, Sendable, Hashable {
    /// Shippo's id of this news, where it has one.
    @Loose public var id: String?
    /// Where the parcel stands.
    @Loose public var status: State?
    /// In words.
    @Loose public var details: String?
    /// When it happened, ISO 8601.
    @Loose public var date: String?
    /// More exactly.
    public var substatus: Substatus?
    /// Where it happened.
    public var location: Place?

    /// An empty one, to be filled.
    public init() {}

    /// Where a parcel stands.
    public struct State: OpenWord {
        /// Shippo's word.
        public let rawValue: String

        /// Any word.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// The carrier knows nothing.
        public static let unknown = State(rawValue: "UNKNOWN")
        /// The carrier knows of it but does not have it.
        public static let preTransit = State(rawValue: "PRE_TRANSIT")
        /// On its way.
        public static let transit = State(rawValue: "TRANSIT")
        /// There.
        public static let delivered = State(rawValue: "DELIVERED")
        /// On its way back, or back.
        public static let returned = State(rawValue: "RETURNED")
        /// Lost or stuck.
        public static let failure = State(rawValue: "FAILURE")
    }

    /// What a state means more exactly.
    public struct Substatus: Codable, Sendable, Hashable {
        /// A word of Shippo's.
        @Loose public var code: String?
        /// In words.
        @Loose public var text: String?
        /// Whether a person has to do something.
        @Loose public var actionRequired: Bool?

        /// An empty one, to be filled.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case code, text
            case actionRequired = "action_required"
        }
    }

    /// Where something happened.
    public struct Place: Codable, Sendable, Hashable {
        /// Town.
        @Loose public var city: String?
        /// State or province.
        @Loose public var state: String?
        /// Postal code.
        @Loose public var zip: String?
        /// ISO 3166-1 alpha-2.
        @Loose public var country: String?

        /// An empty one, to be filled.
        public init() {}
    }

    private enum CodingKeys: String, CodingKey {
        case status, substatus, location
        case id = "object_id"
        case details = "status_details"
        case date = "status_date"
    }
}
