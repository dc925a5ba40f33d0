extension Duration: SettingValue {
    /// A number and its unit.
    public static var kind: String { "a duration (250ms, 5s, 2m, 1h, 14d)" }
    /// No time.
    public static var placeholder: Duration { .zero }

    /// Reads a whole number with one of the units ms, s, m, h, d; a number without a unit is wrong, not seconds.
    public init?(setting text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let amount = Int64(digits), let unit = Self.milliseconds[String(text.dropFirst(digits.count))] else {
            return nil
        }
        let (total, overflow) = amount.multipliedReportingOverflow(by: unit)
        guard !overflow else { return nil }
        self = .milliseconds(total)
    }

    /// The largest unit that divides the duration, rounded down to milliseconds.
    public var settingText: String {
        let total = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        guard total != 0 else { return "0s" }
        let unit = ["d", "h", "m", "s"].first { name in Self.milliseconds[name].map { total % $0 == 0 } ?? false }
        guard let unit, let length = Self.milliseconds[unit] else { return "\(total)ms" }
        return "\(total / length)\(unit)"
    }

    private static let milliseconds: [String: Int64] = [
        "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000,
    ]
}
