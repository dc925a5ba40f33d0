import Contracts

/// Two clocks that are too far apart: a service has refused what it was asked, since by its clock nobody waits.
struct ClockGap: Sendable, Equatable {
    let service: String
    /// The time that the service told.
    let there: Instant
    /// The time here when its answer came.
    let here: Instant

    /// Which clock is wrong cannot be said of two.
    var sentence: String {
        "\(service) was asked too late by its clock, which is \(distance) ahead of this machine's (there it is "
            + "\(there), here \(here)): set the one that is wrong, or wait longer with --timeout."
    }

    /// What can be said where others were asked the same at the same time.
    ///
    /// - Parameter others: How many of them answered, and how many refused for their clocks as well.
    func sentence(beside others: (answered: Int, late: Int)) -> String {
        if others.answered > 0, others.late == 0 {
            return "\(service)'s clock is \(distance) ahead of this machine's and of the others': set it (there it is "
                + "\(there), here \(here))."
        }
        if others.late > 0, others.answered == 0 {
            return "this machine's clock is \(distance) behind \(service)'s, and behind the others': set it (there it "
                + "is \(there), here \(here))."
        }
        return sentence
    }

    private var distance: String { Span.text(milliseconds: Int(there.milliseconds - here.milliseconds)) }
}
