import Foundation

/// The parameters behind an address's question mark.
enum QueryText {
    private static let most = 50

    /// Reads them; a parameter that comes twice is refused, as two readers would take different ones.
    static func read(_ text: String) throws(Problem) -> [String: String] {
        var values: [String: String] = [:]
        let pairs = text.split(separator: "&")
        guard pairs.count <= most else {
            throw .malformed("tooManyParameters", "an address has at most \(most) parameters")
        }
        for pair in pairs {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decoded(halves[0]), let value = decoded(halves.count > 1 ? halves[1] : "") else {
                throw .malformed("parameterUnreadable", "a parameter is not properly percent-encoded UTF-8")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw .malformed("parameterRepeated", "a parameter comes twice", field: "/\(name.prefix(50))")
            }
        }
        return values
    }

    private static func decoded(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }
}
