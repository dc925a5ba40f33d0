/// Who owns shops and consents to apps; a cross-border seller has several shops under one consent.
struct Seller: Sendable {
    let openID: String
    let name: String
    let region: String
    var shopIDs: [String] = []

    /// Sellers of the United States consent on a page of their own.
    var isAmerican: Bool { region == "US" }
}
