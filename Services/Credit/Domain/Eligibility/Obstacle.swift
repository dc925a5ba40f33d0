/// Why an account cannot be scored.
enum Obstacle: Hashable, Sendable {
    /// Nothing is connected that may sell.
    case noActiveShop
    /// It was offered as a shop and is a creator account, or the other way round.
    case otherKind
    /// Nobody tells where it sells.
    case marketUnknown
    /// The market is blocked.
    case regionBlocked(String)
    /// The market may come later.
    case regionNotYet(String)
    /// The owner has not granted what must be read, in the order of ``Permission``.
    case missingPermissions([Permission])
    /// The market asks for papers that are neither declared nor verified.
    case missingDocuments([Document])
    /// The market asks for papers that somebody has looked at, and does not take.
    case refusedDocuments([Document])

    /// A constant word for programs.
    var code: String {
        switch self {
        case .noActiveShop: "noActiveShop"
        case .otherKind: "otherKind"
        case .marketUnknown: "marketUnknown"
        case .regionBlocked: "regionBlocked"
        case .regionNotYet: "regionNotYet"
        case .missingPermissions: "missingPermissions"
        case .missingDocuments: "missingDocuments"
        case .refusedDocuments: "refusedDocuments"
        }
    }

    /// What people read.
    var text: String {
        switch self {
        case .noActiveShop: "No active TikTok Shop found. Please set up your shop first."
        case .otherKind: "The account is not what it was offered as. Please have it offered again."
        case .marketUnknown:
            "The market of the account is not known. A creator declares it with the proof of who they are."
        case .regionBlocked, .regionNotYet: "TikTok Shop is not available in your region yet."
        case .missingPermissions:
            "Permissions are missing. Please connect again and grant all that is asked for."
        case .missingDocuments: "Documents are missing that your market asks for. Please declare them."
        case .refusedDocuments:
            "Documents that your market asks for were refused. To declare them again does not help: ask to have them "
                + "looked at again."
        }
    }
}
