/// The field in which a browser brings its cookies back (RFC 6265 §4.2).
enum Cookies {
    private static let most = 50

    /// The value of a cookie; nil when there is none.
    static func value(of name: String, in field: String?) -> String? {
        guard let field else { return nil }
        for pair in field.split(separator: ";").prefix(most) {
            let halves = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1)
            if halves.count == 2, halves[0] == name { return String(halves[1]) }
        }
        return nil
    }
}
