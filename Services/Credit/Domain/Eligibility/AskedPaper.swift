/// A paper that a market asks for, and how far it is.
struct AskedPaper: Codable, Hashable, Sendable {
    /// ISO 3166-1 alpha-2.
    let market: String
    let document: Document
    /// Nil where the person does not say to have it.
    let state: Document.State?

    /// Each once, by market, however many accounts it is asked for.
    static func distinct(_ papers: [AskedPaper]) -> [AskedPaper] {
        Set(papers).sorted { ($0.market, $0.document.rawValue) < ($1.market, $1.document.rawValue) }
    }
}
