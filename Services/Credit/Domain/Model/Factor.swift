/// The four parts of the score.
enum Factor: String, Codable, Sendable, CaseIterable {
    /// What is earned, by selling and as an affiliate.
    case revenue
    /// How regularly.
    case consistency
    /// How well buyers are served.
    case reliability
    /// Where it is going.
    case growth
}
