/// What one class of fault did: a line of the table.
struct Line: Sendable {
    let fault: String
    var strikes = 0
    /// Strikes that found work under way.
    var struckWork = 0
    var inFlight = InFlight()
    /// From the end of each strike until an order went all the way.
    var waits: [Duration] = []
    var finding = Truth.Finding()
    /// What broke while it struck.
    var errors: [String] = []

    /// Whether every promise held.
    var isGood: Bool { finding.isGood && errors.isEmpty }

    static let head = """
        | fault | strikes | with work in flight | messages | transactions | jobs | purchases | lost | oversold \
        | bought twice and kept | flow back: median | longest |
        |---|---|---|---|---|---|---|---|---|---|---|---|
        """

    var row: String {
        let sorted = waits.sorted()
        let (median, longest) = (sorted.isEmpty ? nil : sorted[sorted.count / 2], sorted.last)
        let cells = [
            fault, "\(strikes)", "\(struckWork)", "\(inFlight.messages)", "\(inFlight.transactions)",
            "\(inFlight.jobs)", "\(inFlight.purchases)", "\(finding.lost.count)", "\(finding.oversold.count)",
            "\(finding.boughtTwice.count)", Self.seconds(median), Self.seconds(longest),
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    private static func seconds(_ duration: Duration?) -> String {
        guard let duration else { return "–" }
        let tenths = Int((duration / .milliseconds(100)).rounded())
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
