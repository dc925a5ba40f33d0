/// What one class of fault did: a line of the table.
struct Line: Sendable {
    let fault: String
    var strikes = 0
    /// Strikes that found work under way.
    var struckWork = 0
    var inFlight = InFlight()
    /// Orders that had to wait for stock.
    var waited = 0
    /// From the end of a strike until an order went all the way, where that was awaited.
    var waits: [Duration] = []
    /// How long the class struck, and how long it took with the rest behind it.
    var struck = Duration.zero
    var took = Duration.zero
    var finding = Truth.Finding()
    /// What else there is to tell.
    var remarks: [String] = []
    /// What broke while it struck.
    var errors: [String] = []

    /// Whether every promise held.
    var isGood: Bool { finding.isGood && errors.isEmpty }

    /// Enters a round.
    mutating func note(_ seen: InFlight) {
        strikes += seen.strikes
        struckWork += seen.struckWork
        inFlight = inFlight + seen
        remarks += seen.remarks
    }

    /// Fewer strikes than these may have met no open transaction, and no effect that came too late, by chance.
    private static let telling = 20

    /// Notes what the class was to show, and has not.
    ///
    /// - Parameter evidence: How many rows of the class's evidence came.
    mutating func judge(_ fault: Fault, evidence: Int) {
        if struckWork < fault.least { errors.append("\(struckWork) strikes found work in flight, not \(fault.least)") }
        if let name = fault.evidence?.name {
            remarks.append("\(evidence) \(name)")
            if evidence == 0, strikes >= Self.telling { errors.append("no \(name)") }
        }
        if fault.catchesTransactions, inFlight.transactions == 0, strikes >= Self.telling {
            errors.append("no strike met an open transaction")
        }
    }

    static let head = """
        | fault | strikes | with work in flight | messages | transactions | jobs | purchases | lost | oversold \
        | bought twice and kept | waited for stock | flow back: times | median | longest | struck for | at rest after |
        |---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
        """

    var row: String {
        let sorted = waits.sorted()
        let (median, longest) = (sorted.isEmpty ? nil : sorted[sorted.count / 2], sorted.last)
        let cells = [
            fault, "\(strikes)", "\(struckWork)", "\(inFlight.messages)", "\(inFlight.transactions)",
            "\(inFlight.jobs)", "\(inFlight.purchases)", "\(finding.lost.count)", "\(finding.oversold.count)",
            "\(finding.boughtTwice.count)", "\(waited)", "\(waits.count)", Self.seconds(median), Self.seconds(longest),
            Self.seconds(struck), Self.seconds(took - struck),
        ]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    /// A time to the tenth of a second.
    static func seconds(_ duration: Duration?) -> String {
        guard let duration else { return "–" }
        let tenths = Int((duration / .milliseconds(100)).rounded())
        return "\(tenths / 10).\(tenths % 10) s"
    }
}
