/// What becomes of an input whose value is not known. It is never taken for zero.
enum WhenMissing: Hashable, Sendable {
    /// Without it there is no score.
    case required
    /// The factor is made of its other inputs, in their proportions.
    case leaveOut
    /// So many points of 100, which say neither good nor bad.
    case points(Int)
}

extension WhenMissing: Codable {
    /// Reads `"required"`, `"leaveOut"` or a number of points.
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let points = try? container.decode(Int.self) {
            self = .points(points)
        } else {
            switch try? container.decode(String.self) {
            case "required": self = .required
            case "leaveOut": self = .leaveOut
            default:
                throw DecodingError.dataCorruptedError(
                    in: container, debugDescription: "must be \"required\", \"leaveOut\" or points")
            }
        }
    }

    /// Writes the same.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .required: try container.encode("required")
        case .leaveOut: try container.encode("leaveOut")
        case .points(let points): try container.encode(points)
        }
    }
}
