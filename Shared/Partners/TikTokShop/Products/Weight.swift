public import Outbound

/// A weight as the channel writes it: a decimal text and a unit.
public struct Weight: Codable, Sendable, Hashable {
    /// Such as `520` or `0.4`.
    @Loose public var value: String?
    /// `GRAM`, `KILOGRAM` or `POUND`.
    @Loose public var unit: String?

    /// An empty one, to be filled.
    public init() {}

    /// A weight.
    public init(_ value: String, _ unit: String) {
        self.value = value
        self.unit = unit
    }
}

/// The edges of a parcel: decimal texts in one unit.
public struct Dimensions: Codable, Sendable, Hashable {
    /// The longest edge, usually.
    @Loose public var length: String?
    /// Across.
    @Loose public var width: String?
    /// Upwards.
    @Loose public var height: String?
    /// `CM`, `CENTIMETER` or `INCH`.
    @Loose public var unit: String?

    /// An empty one, to be filled.
    public init() {}

    /// The edges of a parcel.
    public init(length: String, width: String, height: String, unit: String) {
        self.length = length
        self.width = width
        self.height = height
        self.unit = unit
    }
}
