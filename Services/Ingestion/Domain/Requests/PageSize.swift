/// How many things a page holds.
enum PageSize {
    private static let most = 200
    private static let usual = 50

    /// What the caller asks for, within bounds.
    static func checked(_ wanted: Int?) throws(Wrong) -> Int {
        let size = wanted ?? usual
        guard (1...most).contains(size) else { throw Wrong("outOfRange", at: "/limit", "must be 1 to \(most)") }
        return size
    }
}
