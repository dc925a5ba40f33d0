/// What is sent: decimal texts with their units.
public struct Parcel: Encodable, Sendable, Hashable {
    /// In ``distanceUnit``.
    public var length: String
    /// In ``distanceUnit``.
    public var width: String
    /// In ``distanceUnit``.
    public var height: String
    /// Of the three edges.
    public var distanceUnit: DistanceUnit
    /// In ``massUnit``.
    public var weight: String
    /// Of the weight.
    public var massUnit: MassUnit

    /// Of lengths.
    public enum DistanceUnit: String, Codable, Sendable, Hashable {
        case centimetre = "cm"
        case millimetre = "mm"
        case metre = "m"
        case inch = "in"
        case foot = "ft"
        case yard = "yd"
    }

    /// Of weights.
    public enum MassUnit: String, Codable, Sendable, Hashable {
        case gram = "g"
        case kilogram = "kg"
        case ounce = "oz"
        case pound = "lb"
    }

    /// A parcel.
    public init(
        length: String, width: String, height: String, distanceUnit: DistanceUnit, weight: String, massUnit: MassUnit
    ) {
        self.length = length
        self.width = width
        self.height = height
        self.distanceUnit = distanceUnit
        self.weight = weight
        self.massUnit = massUnit
    }

    /// The first number that is none, or not above zero.
    var problem: String? {
        let numbers = [("length", length), ("width", width), ("height", height), ("weight", weight)]
        let wrong = numbers.first { !(Double($0.1).map { $0.isFinite && $0 > 0 } ?? false) }
        return wrong.map { "\($0.0): is no number above zero" }
    }

    enum CodingKeys: String, CodingKey {
        case length, width, height, weight
        case distanceUnit = "distance_unit"
        case massUnit = "mass_unit"
    }
}
