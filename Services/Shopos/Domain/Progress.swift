/// A bar that shows how far something is.
enum Progress {
    private static let width = 30

    /// `[##########....................] 33 % replayed 100 of 300`.
    static func line(_ done: Int, of all: Int, _ what: String) -> String {
        let part = all > 0 ? min(1, max(0, Double(done) / Double(all))) : 1
        let full = Int(part * Double(width))
        let bar = String(repeating: "#", count: full) + String(repeating: ".", count: width - full)
        return "[\(bar)] \(Int(part * 100)) % \(what) \(done) of \(max(all, done))"
    }
}
