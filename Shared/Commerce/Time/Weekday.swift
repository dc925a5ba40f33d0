/// A day of the week, in the order of ISO 8601.
public enum Weekday: Int, CaseIterable, Sendable, Codable {
    /// The first day of the week.
    case monday = 1
    /// The second.
    case tuesday
    /// The third.
    case wednesday
    /// The fourth.
    case thursday
    /// The fifth.
    case friday
    /// The sixth.
    case saturday
    /// The seventh.
    case sunday

    /// Monday to Friday.
    public var isBusinessDay: Bool { self != .saturday && self != .sunday }
}
