/// The groups of countries that ship alike.
public enum Market: Sendable, Hashable, CaseIterable {
    case unitedStates
    /// Apart from the rest of Europe: its packages have no id before they are shipped.
    case unitedKingdom
    /// The European Union.
    case europe
    case japan
    case southEastAsia
    case latinAmerica
    /// Apart from the rest of Latin America: an invoice comes first.
    case brazil

    /// The market of a shop's region; nil where no ship call is published.
    public init?(region: String) {
        switch region.uppercased() {
        case "US": self = .unitedStates
        case "GB", "UK": self = .unitedKingdom
        case "DE", "FR", "ES", "IT", "IE": self = .europe
        case "JP": self = .japan
        case "ID", "MY", "PH", "SG", "TH", "VN": self = .southEastAsia
        case "MX": self = .latinAmerica
        case "BR": self = .brazil
        default: return nil
        }
    }

    /// Whether the seller chooses among services of TikTok's own shipping (``QueryShippingServices``).
    public var offersServices: Bool { self == .unitedStates || self == .japan }
}
